// The number on the toolbar: how many orders want something of the buyer, in the colour of the worst.
import { isCounted } from "./counted.js";
import { read, serverState } from "./state.js";

const COLOURS = { info: "#0b4f6e", warn: "#8a6100", act: "#b34700", critical: "#b3151f" };
const GREY = "#6b7680";

/**
 * What the list of the popup needs of an order.
 * @typedef {{order_id: string, title?: string, store?: string, url?: string, status_text?: string, badge?: Badge,
 *   urgent_at?: string, settled?: boolean, numbers: string[], status?: string, pages_read?: {[page: string]: string}}} Row
 */

/** @param {Row[]} rows @returns {{text: string, level: "info" | "warn" | "act" | "critical"}} */
export function count(rows) {
  const levels = rows.map((row) => row.badge?.level);
  const level = (/** @type {const} */ (["critical", "act", "warn"])).find((one) => levels.includes(one)) ?? "info";
  const number = levels.filter((one) => one === "warn" || one === "act" || one === "critical").length;
  return { text: number === 0 ? "" : number > 999 ? "999+" : String(number), level };
}

export async function paint() {
  const server = await serverState();
  const { state } = server;
  const { text, level } = count(isCounted(server, Date.now()) ? await read("list", /** @type {Row[]} */ ([])) : []);
  const well = state === "ok";
  await chrome.action.setBadgeText({ text: text || (well ? "" : state === "unpaired" ? "?" : "–") });
  await chrome.action.setBadgeBackgroundColor({ color: well ? COLOURS[level] : GREY });
  await chrome.action.setBadgeTextColor?.({ color: "#ffffff" });
  const title = text ? chrome.i18n.getMessage("toolbar_orders", text) : chrome.i18n.getMessage("toolbar_calm");
  await chrome.action.setTitle({ title: well ? title : `${chrome.i18n.getMessage(`server_${state}`)} ${text ? title : ""}`.trim() });
}
