// The orders by urgency, what is due, and how things stand. Reads the extension's own storage, so it is there at once,
// also when the server is not; what the buyer does here goes through the worker.
import { numberIn } from "../background/menu.js";
import { loading, readRest } from "./later.js";
import { now } from "./notices.js";
import { finder, paintRows } from "./orders.js";
import { inView, openOptions, shown } from "./shown.js";
import { firstRun, noOrders, reader, silence, trouble, unread } from "./standing.js";
import { staying } from "./stay.js";
import { track } from "./track.js";

const { icon, word } = orderwarden;
const KEYS = begun.keys;
const GEAR = "M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8M8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M3.5 12.5l1.4-1.4M11.1 4.9l1.4-1.4";

/** @typedef {import("./rows.js").Row} Row */

/** The number that was selected on a page: it is asked for at once. */
const selected = numberIn(shown.query);
/** Its pictures go to the order that its address names; where it names none, to the one whose card is opened. @type {HTMLElement | undefined} */
let picture;
/** Whether the browser keeps notifications back. */
let silenced = false;

const main = /** @type {HTMLElement} */ (document.querySelector("#main"));
const state = /** @type {HTMLElement} */ (document.querySelector("#state"));

function paint() {
  const { stored } = shown;
  const server = /** @type {ServerState} */ (stored.server ?? { state: "unpaired" });
  stored.server = server;
  state.className = server.state;
  state.textContent = word(`state_${server.state}`);
  if (!stored.pairing) return main.replaceChildren(firstRun());
  const due = /** @type {Notice[]} */ (stored.notices ?? []);
  const orders = /** @type {Row[]} */ (stored.list ?? []);
  const goOn = staying(main);
  const rows = main.querySelector("ul.orders")?.childElementCount ?? 0;
  const known = orders.some(({ order_id }) => order_id === inView?.order);
  const parts = [silence(silenced), trouble(), known ? picture : undefined, ...now(due), ...(orders.length > 0 || shown.query ? finder() : [noOrders()]), reader(), unread()];
  main.replaceChildren(...parts.filter((part) => part !== undefined));
  paintRows(rows);
  goOn();
}

/** Draws anew with what the first screen did not need. */
async function more() {
  const { pictureOf, refused } = await readRest();
  if (inView?.order) picture = pictureOf(inView.order, inView);
  silenced = await refused();
  paint();
}

/** Draws anew from what is stored now. */
async function load() {
  silenced = await (await loading).refused();
  shown.stored = await chrome.storage.local.get(KEYS);
  paint();
}

orderwarden.dress(document, orderwarden.cardLook);
document.documentElement.lang = chrome.i18n.getUILanguage();
document.documentElement.dir = orderwarden.direction();
const options = /** @type {HTMLButtonElement} */ (document.querySelector("#options"));
options.append(icon(GEAR));
options.setAttribute("aria-label", word("options"));
options.title = word("options");
options.addEventListener("click", openOptions);
chrome.storage.local.onChanged.addListener((changes) => {
  const { oldValue, newValue } = /** @type {{oldValue?: any, newValue?: any}} */ (changes.server ?? {});
  const news = KEYS.some((key) => key in changes && (key !== "server" || oldValue?.since !== newValue?.since || oldValue?.message !== newValue?.message));
  if (news) void load();
});
paint();
await more();
if (selected) void track(selected);
void orderwarden.send({ type: "sync" });
