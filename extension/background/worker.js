// The extension's service worker: says what happens when. It may die at any moment and start again with any event, so
// every listener is registered here, at once, and nothing is remembered but in storage.
import { offer as offerMenu } from "./menu.js";
import { heard, wake } from "./messages.js";
import * as notices from "./notices.js";
import { ALARM as PLAN_ALARM } from "./plan.js";
import * as reading from "./reading.js";
import { ALARM as ROUNDS_ALARM, keepRounds } from "./rounds.js";
import { closeToPages, read } from "./state.js";
import { sync } from "./sync.js";

void closeToPages();

chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === ROUNDS_ALARM || name === PLAN_ALARM) void wake();
  if (name === reading.ALARM) void reading.next();
});
chrome.runtime.onMessage.addListener(heard);
chrome.runtime.onStartup.addListener(() => {
  void reading.end("stopped"); // its tab is not there any more
  void wake();
});
chrome.runtime.onInstalled.addListener(({ reason }) => {
  void reading.end("stopped"); // with the extension's update its alarm is gone
  if (reason === "install") void welcome();
});

chrome.notifications.onClicked.addListener((id) => void notices.open(id).then(sync));
chrome.notifications.onButtonClicked?.addListener((id, button) => void (button === 0 ? notices.open(id) : notices.putOff(id)).then(sync));

void keepRounds();
void offerMenu();
void wake();

/** Shows where to pair, but to nobody who has paired: an unpacked extension counts as installed at each start. */
async function welcome() {
  if (!(await read("pairing", /** @type {Pairing | undefined} */ (undefined)))) await chrome.runtime.openOptionsPage();
}
