// The page that the buyer has in view while the popup is open over it.
import { SHOP } from "../background/shop.js";

/** @typedef {{tab: number, order?: string}} PageInView */

/** A page of the shop, and the order that its address names, if it names one. @param {chrome.tabs.Tab | undefined} tab in front @returns {PageInView | undefined} */
export function pageInView(tab) {
  if (tab?.id === undefined || !SHOP.test(tab.url ?? "")) return undefined;
  return { tab: tab.id, order: /[?&](?:orderId|tradeOrderId)=(\d{10,20})(?!\d)/i.exec(tab.url ?? "")?.[1] };
}
