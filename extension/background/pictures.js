// "Keep a picture of this page": what the buyer sees, from the top of the page to its end, a screen at a time. Only when
// it was clicked, only of the shop's pages. The browser allows it for the tab on which the toolbar's icon was clicked.
import { ServerError, ask } from "./server.js";
import { SHOP } from "./shop.js";

const MOST_PIECES = 30;
/** Characters of a picture as the server takes it: base64 of 4 MiB. */
const LARGEST = Math.floor((4 * 1024 * 1024 * 4) / 3);
const QUALITIES = [85, 60, 35];
/** The browser takes two pictures a second; a page needs some time, too, to draw what came into view. */
const PAUSE_MS = 600;
/** A bar that stays at the top of the page hides what is under it: so much is shown twice. */
const TWICE = 160;

/** @typedef {{top: number, view: number, height: number, before: number}} Pose */
/** @typedef {{at: string, image: string}} Piece */

/** What is ours on the page is not of the page: while pictures are taken it cannot be seen. */
const WITHOUT_OURS = {
  css: `orderwarden-badge, orderwarden-card, orderwarden-banner, orderwarden-reader, orderwarden-warning { visibility: hidden !important; }
    ::highlight(orderwarden-trap) { background-color: transparent !important; color: inherit !important; text-decoration: none !important; }`,
  origin: /** @type {const} */ ("USER"),
};

/** Runs in the page: scrolls it. @param {number} top @returns {Pose} */
function scroll(top) {
  const before = window.scrollY;
  window.scrollTo({ top, behavior: "instant" });
  return { top: window.scrollY, view: window.innerHeight, height: document.documentElement.scrollHeight, before };
}

/**
 * The pieces of a page, one after the other.
 * @param {(top: number) => Promise<Pose>} scrolled
 * @param {() => Promise<Piece>} capture
 * @param {(piece: Piece) => Promise<unknown>} keep
 * @returns {Promise<{kept: number, whole: boolean}>} whole: the last piece shows the end of the page
 */
export async function inPieces(scrolled, capture, keep) {
  const first = await scrolled(0);
  try {
    let now = first;
    for (let kept = 1; ; kept += 1) {
      await keep(await capture());
      if (now.top + now.view >= now.height - 1) return { kept, whole: true };
      const next = await scrolled(now.top + now.view - Math.min(TWICE, Math.floor(now.view / 4)));
      if (next.top <= now.top) return { kept, whole: true };
      if (kept === MOST_PIECES) return { kept, whole: false };
      now = next;
    }
  } finally {
    await scrolled(first.before).catch(() => {}); // the tab may be gone
  }
}

/** @param {"picture_left" | "picture_refused"} key */
const refusal = (key) => new ServerError("rejected", chrome.i18n.getMessage(key));

/** @param {number} tabId @returns {Promise<chrome.tabs.Tab>} */
const tabOf = (tabId) =>
  chrome.tabs.get(tabId).catch(() => {
    throw refusal("picture_left");
  });

/** @param {number} windowId @returns {Promise<string>} JPEG in base64, as good as the server takes it */
async function seen(windowId) {
  let image = "";
  for (const quality of QUALITIES) {
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    try {
      const url = await chrome.tabs.captureVisibleTab(windowId, { format: "jpeg", quality });
      image = url.slice(url.indexOf(",") + 1);
    } catch (error) {
      throw /activeTab|permission/i.test(String(error)) ? refusal("picture_refused") : error;
    }
    if (image.length <= LARGEST) break;
  }
  return image;
}

/**
 * Keeps pictures of the whole page in a tab with an order. Nothing else may be seen on them: when the tab is left, or
 * goes to another page, it stops.
 * @param {Pairing} pairing @param {string} order_id @param {number} tabId
 */
export async function keepPicture(pairing, order_id, tabId) {
  const { url = "", windowId } = await tabOf(tabId);
  if (!SHOP.test(url)) throw refusal("picture_left");
  const still = async () => {
    const tab = await tabOf(tabId);
    if (!tab.active || tab.url !== url || tab.windowId !== windowId) throw refusal("picture_left");
  };
  const target = { tabId };
  try {
    await chrome.scripting.insertCSS({ target: { ...target, allFrames: true }, ...WITHOUT_OURS });
    return await inPieces(
      async (top) => {
        const [told] = await chrome.scripting.executeScript({ target, func: scroll, args: [top] });
        return /** @type {Pose} */ (told?.result);
      },
      async () => {
        await still();
        const image = await seen(windowId);
        await still();
        return { at: new Date().toISOString(), image };
      },
      (piece) => ask(pairing, "/api/v1/pictures", { method: "POST", body: { order_id, url, ...piece } }),
    );
  } catch (error) {
    await still(); // the browser refuses what is asked of a tab that is gone, in words of its own
    throw error;
  } finally {
    await chrome.scripting.removeCSS({ target: { ...target, allFrames: true }, ...WITHOUT_OURS }).catch(() => {}); // the tab may be gone
  }
}
