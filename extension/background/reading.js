// "Read my open orders": the list carries neither dates nor numbers, so the page's own client is let ask for the detail and
// the tracking of each open order, one after the other and at the pace of a person. page/copy.js copies what is answered, as
// ever. The buyer starts it, sees how far it is, and can end it; the first wall ends it too.
import { answerIn } from "./client.js";
import { serverNow } from "./counted.js";
import { SHOP } from "./shop.js";
import { change, read, serverState } from "./state.js";
import { openOrders } from "./unread.js";

/** @typedef {import("./unread.js").Unread} Unread */

export const ALARM = "reading";
const LIST = "https://www.aliexpress.com/p/order/index.html";
const ORDER_LISTS = ["https://*.aliexpress.com/p/order/index.html*", "https://*.aliexpress.us/p/order/index.html*"];
const ORDER_PAGES = ["https://*.aliexpress.com/p/order/*", "https://*.aliexpress.us/p/order/*"];
const PACE_MS = 2000;
const PACE_MORE_MS = 2000;
/** Only if the worker died between two questions: then its alarm goes on. */
const GOES_ON_WITHIN_MINUTES = 1;
/** So many orders in a row that could not be shown end it. */
const MISSES_ALLOWED = 3;
const LEFT = "the page was left";
const TOLD_MS = 3_600_000;
const WALL = /FAIL_SYS|RGV587|punish|no client|no answer/i;

/**
 * @typedef {{run?: string, tab?: number, opened?: boolean, left: Unread[], total: number, misses: number, missed?: string[],
 *   over?: "done" | "stopped" | "blocked", ended_at?: number}} Reading `missed`: the orders that could not be shown
 */

const current = () => read("reading", /** @type {Reading | undefined} */ (undefined));

/** Writes it down if it is still so: the buyer may have ended it, or begun anew, while the page was asked. @param {string} run @param {Partial<Reading>} news */
async function note(run, news) {
  let noted = false;
  await change("reading", /** @type {Reading | undefined} */ (undefined), (reading) => {
    noted = reading !== undefined && (reading.run ?? "") === run && !reading.over;
    return noted ? /** @type {Reading} */ ({ ...reading, ...news }) : reading;
  });
  if (noted) await showEverywhere();
  return noted;
}

/** The order lists that are open show how far it is, also those that a worker before this one brought it to. */
async function showEverywhere() {
  for (const { id } of await chrome.tabs.query({ url: ORDER_LISTS })) if (id !== undefined) await offer(id, true);
}

/** The tabs with an order list on which it is offered. @type {Set<number>} */
const offered = new Set();

/** Runs among the content scripts of a page, which may not have what shows it yet. @param {any} shown @returns {boolean} whether it has */
function showReader(shown) {
  orderwarden.reader?.(shown);
  return orderwarden.reader !== undefined;
}

/**
 * Offers it on an order list, if there is something to read, and shows how far it is.
 * @param {number} tabId @param {boolean} [again] whether it may stand there already
 */
export async function offer(tabId, again = offered.has(tabId)) {
  const reading = await current();
  const running = reading !== undefined && !reading.over;
  const count = openOrders(await read("list", []), serverNow(await serverState())).length;
  const nothing = count === 0 && !running;
  if (nothing && !again) return;
  const shown = { count, done: doneOf(reading), total: running ? reading.total : 0, blocked: wasBlocked(reading) };
  try {
    const target = { tabId };
    const [told] = await chrome.scripting.executeScript({ target, func: showReader, args: [shown] });
    if (!told?.result && nothing) return;
    if (!told?.result) {
      await chrome.scripting.executeScript({ target, files: ["content/card-look.js", "content/reader.js"] });
      await chrome.scripting.executeScript({ target, func: showReader, args: [shown] });
    }
    offered.add(tabId);
  } catch {
    offered.delete(tabId); // the page was left
  }
}

/** Whether a wall ended it just now: later the buyer may long be through. @param {Reading | undefined} reading */
export const wasBlocked = (reading) => reading?.over === "blocked" && Date.now() - (reading.ended_at ?? 0) < TOLD_MS;

/** Which order of how many is being read: 1, 2 ... @param {Reading | undefined} reading */
export const doneOf = (reading) => (reading ? Math.min(reading.total, reading.total - reading.left.length + 1) : 0);

/** The tab to ask in: one with order pages that is open, else one of our own behind what the buyer sees. */
async function tabToAskIn() {
  const open = await chrome.tabs.query({ url: ORDER_PAGES });
  const tab = open.find(({ active }) => active) ?? open[0];
  if (tab?.id !== undefined) return { tab: tab.id, opened: false };
  return { tab: (await chrome.tabs.create({ url: LIST, active: false })).id, opened: true };
}

/** @param {number} [tab] where the buyer asked for it, if on a page of the shop's */
export async function start(tab) {
  const begun = await navigator.locks.request("reading begins", async () => {
    const before = await current();
    if (before && !before.over) return false;
    const missed = new Set(before?.missed);
    const all = openOrders(await read("list", []), serverNow(await serverState()));
    const left = [...all.filter(({ order_id }) => !missed.has(order_id)), ...all.filter(({ order_id }) => missed.has(order_id))];
    if (left.length === 0) return false;
    const where = tab === undefined ? await tabToAskIn() : { tab, opened: false };
    await change("reading", before, () => ({ ...where, run: crypto.randomUUID(), left, total: left.length, misses: 0, missed: [] }));
    return true;
  });
  if (!begun) return;
  await showEverywhere();
  await next();
}

/** @param {NonNullable<Reading["over"]>} over */
export async function end(over) {
  const reading = await current();
  if (!reading || reading.over || !(await note(reading.run ?? "", { over, ended_at: Date.now(), left: [] }))) return;
  await chrome.alarms.clear(ALARM);
  if (reading.opened && over !== "blocked" && reading.tab !== undefined) await close(reading.tab);
}

/** Closes the tab that was opened for it, if it is still that one and the buyer has not turned to it. @param {number} tabId */
async function close(tabId) {
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  if (tab && !tab.active && tab.url?.startsWith(LIST)) await chrome.tabs.remove(tabId).catch(() => {});
}

/** @param {(order: Unread) => unknown} stays Which of those still to be read are read. */
export async function leaveOut(stays) {
  await change("reading", /** @type {Reading | undefined} */ (undefined), (reading) => reading && { ...reading, left: reading.left.filter(stays) });
  await showEverywhere();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let coming;
let asking = false;

/** Whether a tab is there, and the shop's. @param {number} tabId */
const isShops = (tabId) => chrome.tabs.get(tabId).then(({ url }) => SHOP.test(url ?? ""), () => false);

/** Asks for the first page of the first order that is left, and notes what became of it. @param {Reading} reading @param {number} tab @throws as `answerIn` */
async function askFirst({ run = "", left: [order, ...others], misses, missed = [] }, tab) {
  const { order_id, pages: [page, ...pages] } = /** @type {Unread} */ (order);
  const ret = await answerIn(tab, order_id, /** @type {string} */ (page)).catch(async (error) => {
    if (await isShops(tab)) return LEFT; // for another page of the shop's: that one is asked in a moment
    throw error;
  });
  if (ret.startsWith("SUCCESS")) return note(run, { left: pages.length > 0 ? [{ order_id, pages }, ...others] : others, misses: 0 });
  if (WALL.test(ret) || misses + 1 >= MISSES_ALLOWED) return endOf(run, "blocked");
  return note(run, ret === LEFT ? { misses: misses + 1 } : { left: others, misses: misses + 1, missed: [...missed, order_id] });
}

/** Asks for the next page of the next order, then comes again in a moment. */
export async function next() {
  clearTimeout(coming);
  const reading = await current();
  if (asking || !reading || reading.over || reading.tab === undefined) return;
  if (!reading.left[0]?.pages[0]) return end("done");
  asking = true;
  try {
    await chrome.alarms.create(ALARM, { delayInMinutes: GOES_ON_WITHIN_MINUTES });
    await askFirst(reading, reading.tab);
  } catch {
    await endOf(reading.run ?? "", "stopped");
  } finally {
    asking = false;
  }
  const now = await current();
  if (now && !now.over) coming = setTimeout(() => void next(), now.left.length > 0 ? PACE_MS + Math.random() * PACE_MORE_MS : 0);
}

/** Ends it unless another has begun meanwhile. @param {string} run @param {NonNullable<Reading["over"]>} over */
const endOf = async (run, over) => (((await current())?.run ?? "") === run ? end(over) : undefined);
