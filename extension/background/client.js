// The shop's own signed client, asked in one of the shop's pages as the page itself asks it.

/** The pages of an order, the api that each is drawn from, and what is asked. @type {{[page: string]: {api: string, data: object}}} */
export const ASKED = {
  order_detail: { api: "mtop.aliexpress.trade.buyer.order.detail", data: { channel: "tracking", clientPlatform: "pc" } },
  order_tracking: { api: "mtop.ae.ld.querydetail", data: { terminalType: "PC", needPageDisplayInfo: true } },
};

/** A page may be frozen, or busy for ever; longer than the page itself waits for its client and for the answer. */
const LATEST_ANSWER_MS = 50_000;

/**
 * Runs in the shop's page: its own signed client asks, as it does for the page itself.
 * @param {string} api @param {object} data
 * @returns {Promise<string>} mtop's `ret`, or why there is none
 */
async function askAsThePage(api, data) {
  /** @param {number} ms */
  const moment = (ms) => new Promise((done) => setTimeout(done, ms));
  const page = /** @type {any} */ (window);
  for (let n = 0; n < 60 && !page.lib?.mtop?.request; n += 1) await moment(250); // a tab just opened is loading yet
  if (!page.lib?.mtop?.request) return "no client";
  /** @param {string} name of what the shop has noted of this buyer's choice */
  const chosen = (name) => new RegExp(`aep_usuc_f=[^;]*\\b${name}=(\\w+)`).exec(document.cookie)?.[1];
  const minutes = -new Date().getTimezoneOffset();
  const twoDigits = (/** @type {number} */ n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const timeZone = `GMT${minutes < 0 ? "-" : "+"}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
  const all = { ...data, timeZone, _lang: chosen("b_locale"), _currency: chosen("c_tp"), shipToCountry: chosen("region") };
  try {
    // A wall may leave the client waiting for the buyer.
    const late = moment(20_000).then(() => ({ ret: "no answer" }));
    const { ret } = await Promise.race([page.lib.mtop.request({ api, v: "1.0", data: all, type: "GET", dataType: "jsonp" }), late]);
    return String(ret);
  } catch (error) {
    const { ret, message } = /** @type {any} */ (error ?? {});
    return String(ret ?? message ?? error);
  }
}

/** @param {number} tabId @param {string} order_id @param {string} page @throws where the tab is gone, or no longer the shop's */
export async function answerIn(tabId, order_id, page) {
  const { api, data } = /** @type {{api: string, data: object}} */ (ASKED[page]);
  const args = /** @type {[string, object]} */ ([api, { tradeOrderId: order_id, ...data }]);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  const given = chrome.scripting.executeScript({ target: { tabId }, world: "MAIN", func: askAsThePage, args });
  const none = new Promise((done) => (late = setTimeout(() => done([]), LATEST_ANSWER_MS)));
  try {
    const [answer] = /** @type {{result?: unknown}[]} */ (await Promise.race([given, none]));
    return String(answer?.result ?? "no answer");
  } finally {
    clearTimeout(late);
  }
}
