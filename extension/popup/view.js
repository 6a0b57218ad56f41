// The page that the buyer has in view while the popup is open over it.
import { SHOP } from "../background/pictures.js";

/** @typedef {{tab: number, order?: string}} PageInView */

/** A page of the shop, and the order that its address names, if it names one. @returns {Promise<PageInView | undefined>} */
export async function pageInView() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || !SHOP.test(tab.url ?? "")) return undefined;
  return { tab: tab.id, order: /[?&](?:orderId|tradeOrderId)=(\d{10,20})(?!\d)/i.exec(tab.url ?? "")?.[1] };
}
