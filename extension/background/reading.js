// "Read my open orders": opens the page of each open order once, one after the other, in one tab of the buyer's own and
// at the pace of a person. The buyer starts it, sees it, and can end it; a page that shows no order ends it too.
import { change, read } from "./state.js";

export const ALARM = "reading";
const PACE_MS = 2500;
const PACE_MORE_MS = 2000;
const PAGE_WITHIN_MINUTES = 0.5;
const MOST_ORDERS = 40;
const MISSES_ALLOWED = 2;

/** @typedef {{tab?: number, left: string[], total: number, misses: number, over?: "done" | "stopped" | "blocked"}} Reading */

/** Those that were read longest ago first. @param {import("./badge.js").Row[]} rows @returns {string[]} addresses */
export const openOrders = (rows) =>
  rows
    .filter((row) => !row.settled && /^https:\/\/(?:[\w-]+\.)*aliexpress\.(?:com|us)\//.test(row.url ?? ""))
    .sort((a, b) => (a.read_at ?? "").localeCompare(b.read_at ?? ""))
    .slice(0, MOST_ORDERS)
    .map((row) => String(row.url));

const current = () => read("reading", /** @type {Reading | undefined} */ (undefined));

/** @param {Partial<Reading>} news */
const note = (news) => change("reading", /** @type {Reading} */ ({ left: [], total: 0, misses: 0 }), (reading) => ({ ...reading, ...news }));

export async function start() {
  const before = await current();
  if (before && !before.over) return;
  const [url, ...left] = openOrders(await read("list", []));
  if (!url) return;
  const { id } = await chrome.tabs.create({ url: "about:blank", active: false });
  await note({ tab: id, left: [url, ...left], total: left.length + 1, misses: 0, over: undefined });
  await next(0);
}

/** @param {NonNullable<Reading["over"]>} over */
export async function end(over) {
  const reading = await current();
  if (!reading || reading.over) return;
  await note({ over });
  await chrome.alarms.clear(ALARM);
  if (over !== "blocked" && reading.tab !== undefined) await chrome.tabs.remove(reading.tab).catch(() => {}); // closed by the buyer
}

/** @param {number} misses in a row */
async function next(misses) {
  const reading = await current();
  if (!reading || reading.over || reading.tab === undefined) return;
  const [url, ...left] = reading.left;
  if (!url) return end("done");
  await note({ left, misses });
  try {
    await chrome.tabs.update(reading.tab, { url });
  } catch {
    return end("stopped"); // the buyer closed the tab
  }
  await chrome.alarms.create(ALARM, { delayInMinutes: PAGE_WITHIN_MINUTES });
}

/** A page was copied in this tab: if it is ours, the next comes in a moment. @param {number | undefined} tab @param {string} url */
export async function copied(tab, url) {
  const reading = await current();
  if (!reading || reading.over || tab === undefined || reading.tab !== tab || !/order\.detail/.test(url)) return;
  await chrome.alarms.create(ALARM, { delayInMinutes: PAGE_WITHIN_MINUTES });
  setTimeout(() => void next(0), PACE_MS + Math.random() * PACE_MORE_MS);
}

/** No order page came in time: a slow page, a sign-in, a slider. Twice in a row is no accident. */
export async function missed() {
  const reading = await current();
  if (!reading || reading.over) return;
  if (reading.misses + 1 >= MISSES_ALLOWED) return end("blocked");
  await next(reading.misses + 1);
}
