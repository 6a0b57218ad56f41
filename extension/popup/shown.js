// What the window shows now, and what all of its parts need.
import { pageInView } from "./view.js";

const { element, word } = orderwarden;
const said = new URLSearchParams(location.search);

/** The page that the window is open over, if it is the shop's. */
export const inView = pageInView((await begun.tabs)[0]);

export const shown = {
  /** What the extension keeps, as it was read last. @type {{[key: string]: any}} */
  stored: await begun.stored,
  query: said.get("track") ?? "",
  /** The order whose proof was asked for on the page. */
  wanted: said.get("order") ?? undefined,
};

/** The order that comes first, with its card open. */
export const foremost = shown.wanted ?? inView?.order;

/** @returns {Context} */
export const context = () => ({
  language: shown.stored.server?.language ?? chrome.i18n.getUILanguage(),
  zone: shown.stored.server?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  send: orderwarden.send,
});

/** @param {string} url */
export const openTab = (url) => chrome.tabs.create({ url });
export const openOptions = () => chrome.runtime.openOptionsPage();

/** @param {string} key @param {() => unknown} click @param {string} [kind] */
export const button = (key, click, kind = "") => element("button", { class: `button ${kind}`, type: "button", click }, word(key));
