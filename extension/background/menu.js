// The right-click on a selected number of any page, for who wants it (an optional permission): its way in a small window.
import { withPlainDigits } from "./digits.js";

const ID = "track";

/**
 * @param {string} text A parcel number as it stands in a text: without spaces, dashes and what stands around it, at least
 * four digits; or nothing.
 */
export function numberIn(text) {
  const number = withPlainDigits(text).replace(/[\s\p{Pd}]|^[^\p{L}\d]+|[^\p{L}\d]+$/gu, "").toUpperCase();
  return /^(?=(?:[A-Z]*\d){4})[A-Z0-9]{8,40}$/.test(number) ? number : undefined;
}

/** The popup in a small window. @param {string} [about] what it shows first: `?track=` a number or `?order=` an order */
export const inWindow = (about = "") =>
  chrome.windows.create({ url: chrome.runtime.getURL(`popup/popup.html${about}`), type: "popup", width: 420, height: 640 });

/** @param {chrome.contextMenus.OnClickData} info */
function clicked({ selectionText = "" }) {
  const number = numberIn(selectionText);
  void inWindow(number && `?track=${number}`);
}

/** Sets the menu up where it is allowed; safe to call at each start. */
export async function offer() {
  if (!chrome.contextMenus) return;
  chrome.contextMenus.onClicked.addListener(clicked);
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: ID, title: chrome.i18n.getMessage("track_menu"), contexts: ["selection"] });
}
