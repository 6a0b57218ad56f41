// The orders by urgency, found and filtered, each with the card that it opens into.
import { badgeNow, orderNow } from "../background/counted.js";
import { numberIn } from "../background/menu.js";
import { loading } from "./later.js";
import { byUrgency, matches, passes } from "./rows.js";
import { context, foremost, inView, shown } from "./shown.js";
import { paintTrack } from "./track.js";

const { element, word } = orderwarden;
const ROWS_AT_ONCE = 20;
const FILTERS = /** @type {const} */ (["open", "urgent", "settled", "all"]);

/** @typedef {import("./rows.js").Row} Row */

/** @type {typeof FILTERS[number]} */
let filter = "open";
/** The orders whose cards stand open, and the items that hold them: what is filled in there outlives each drawing. @type {Map<string, HTMLElement | undefined>} */
const opened = new Map(foremost ? [[foremost, undefined]] : []);

/** Sees when the last row that is there comes into view. @type {IntersectionObserver | undefined} */
let watcher;

/** The card, in its item; one that stands there is exchanged. @param {string} id of the order @param {HTMLElement} item */
async function drawCard(id, item) {
  opened.set(id, item);
  const key = `order:${id}`;
  const order = /** @type {Order | undefined} */ ((await chrome.storage.local.get(key))[key]);
  const { proofOf } = await loading;
  if (!order || !item.isConnected || opened.get(id) !== item) return;
  const card = orderwarden.card(orderNow(order, shown.stored.server, Date.now()), context());
  const before = item.querySelector(".card");
  if (before) return orderwarden.exchange(before, card);
  const proof = proofOf(id, inView?.order ? undefined : inView);
  item.append(card, proof);
  if (shown.wanted !== id) return;
  proof.scrollIntoView();
  shown.wanted = undefined;
}

/** @param {string} id of the order @param {HTMLElement} item @param {HTMLElement} head */
function toggle(id, item, head) {
  const open = !opened.has(id);
  head.setAttribute("aria-expanded", String(open));
  item.classList.toggle("opened", open);
  if (open) return void drawCard(id, item);
  opened.delete(id);
  item.querySelectorAll(".card, .proof").forEach((part) => part.remove());
}

/** @param {Row} row */
function rowOf(row) {
  const id = row.order_id;
  const open = opened.has(id);
  const item = opened.get(id) ?? element("li", open ? "opened" : "");
  const badge = badgeNow(row, shown.stored.server, Date.now());
  const head = element(
    "button",
    { id: `row-${id}`, class: "row", type: "button", "aria-expanded": String(open), click: () => void toggle(id, item, head) },
    element("span", { class: "title", dir: "auto" }, row.title || word("order", id)),
    element("span", { class: "small soft", dir: "auto" }, [row.store, row.status_text].filter(Boolean).join(" · ")),
    badge && orderwarden.pill(badge),
  );
  item.querySelector(".row")?.remove();
  item.prepend(head);
  if (open) void drawCard(id, item);
  return item;
}

/** A screenful of rows at once, the next when the last comes into view. @param {HTMLElement} list @param {Row[]} rows @param {number} [count] now */
function fill(list, rows, count = ROWS_AT_ONCE) {
  list.append(...rows.slice(0, count).map(rowOf));
  const rest = rows.slice(count);
  const last = list.lastElementChild;
  if (rest.length === 0 || !last) return;
  const watching = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    watching.disconnect();
    fill(list, rest);
  });
  watcher = watching;
  watching.observe(last);
}

/** @param {number} [there] rows that stood there before: so many are there at once again */
export function paintRows(there = 0) {
  const list = document.querySelector("ul.orders");
  if (!list) return;
  const all = byUrgency(shown.stored.list ?? []);
  const ofPage = shown.query ? undefined : all.find((row) => row.order_id === foremost); // it comes first
  const rows = [...(ofPage ? [ofPage] : []), ...all.filter((row) => row !== ofPage && passes(row, shown.query ? "all" : filter) && matches(row, shown.query))];
  watcher?.disconnect(); // an item that stays (its card is open) may be the last in view of two lists
  list.replaceChildren();
  fill(/** @type {HTMLElement} */ (list), rows, Math.max(there, ROWS_AT_ONCE));
  const none = /** @type {HTMLElement} */ (document.querySelector(".none-found"));
  none.hidden = rows.length > 0;
  none.textContent = shown.query ? word("nothing_found") : word(`none_${filter}`);
  const number = numberIn(shown.query);
  paintTrack(number && !rows.some((row) => row.order_id.includes(number)) ? number : undefined);
}

export const finder = () => [
  element(
    "div",
    "find",
    element("input", {
      id: "search", type: "search", placeholder: word("search"), "aria-label": word("search"), value: shown.query,
      input: (event) => {
        shown.query = /** @type {HTMLInputElement} */ (event.target).value;
        paintRows();
      },
    }),
  ),
  element(
    "fieldset",
    { class: "filters", "aria-label": word("show") },
    FILTERS.map((name) =>
      element("label", {}, element("input", { type: "radio", name: "filter", value: name, checked: name === filter, change: () => ((filter = name), paintRows()) }), word(`filter_${name}`)),
    ),
  ),
  element("ul", { class: "orders", "aria-label": word("orders") }),
  element("p", { class: "none-found", role: "status", hidden: true }),
  element("div", { id: "track", "aria-live": "polite" }),
];
