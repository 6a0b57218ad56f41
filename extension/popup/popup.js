// The orders by urgency, what is due, and how things stand. Reads the extension's own storage, so it is there at once,
// also when the server is not; what the buyer does here goes through the worker.
import { badgeNow } from "../background/counted.js";
import { numberIn } from "../background/menu.js";
import { pageInView } from "./view.js";
import { byUrgency, matches, noticesByUrgency, passes } from "./rows.js";

const { element, icon, word } = orderwarden;
const KEYS = begun.keys;
const GEAR = "M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8M8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M3.5 12.5l1.4-1.4M11.1 4.9l1.4-1.4";
const ROWS_AT_ONCE = 20;
const NOTICES_OPEN = 4;
const ORDERS_PAGE = "https://www.aliexpress.com/p/order/index.html";
const FILTERS = /** @type {const} */ (["open", "urgent", "settled", "all"]);

/** @typedef {import("./rows.js").Row} Row */
/** @type {{[key: string]: any}} */
let stored = await begun.stored;
let query = new URLSearchParams(location.search).get("track") ?? "";
/** The number that was selected on a page: it is asked for at once. */
const selected = numberIn(query);
/** @type {typeof FILTERS[number]} */
let filter = "open";
const inView = pageInView((await begun.tabs)[0]);
/** The order whose proof was asked for on the page. */
let wanted = new URLSearchParams(location.search).get("order") ?? undefined;
const foremost = wanted ?? inView?.order;
/** The orders whose cards stand open, and the items that hold them: what is filled in there outlives each drawing. @type {Map<string, HTMLElement | undefined>} */
const opened = new Map(foremost ? [[foremost, undefined]] : []);
/**
 * What is not needed for the first screen.
 * @typedef {Pick<typeof import("../background/notices.js"), "laterPossible" | "refused"> & Pick<typeof import("../background/state.js"), "serverNow"> &
 *   Pick<typeof import("../background/reading.js"), "doneOf" | "wasBlocked"> & Pick<typeof import("./proof.js"), "proofOf"> &
 *   Pick<typeof import("../background/unread.js"), "openOrders"> & Pick<typeof import("./mute.js"), "muteOf">} Rest
 */
/** @type {Rest | undefined} */
let rest;
/** Its pictures go to the order that its address names; where it names none, to the one whose card is opened. @type {HTMLElement | undefined} */
let picture;
/** Whether the folded notices are shown. */
let moreOpen = false;
/** Whether the browser keeps notifications back. */
let silenced = false;
/** The number last asked for, and the answer once it is there. @type {{number: string, answer?: any} | undefined} */
let tracked;

const main = /** @type {HTMLElement} */ (document.querySelector("#main"));
const state = /** @type {HTMLElement} */ (document.querySelector("#state"));

/** @returns {Context} */
const context = () => ({
  language: stored.server?.language ?? chrome.i18n.getUILanguage(),
  zone: stored.server?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  send: orderwarden.send,
});

/** @param {string} url */
const openTab = (url) => chrome.tabs.create({ url });
const openOptions = () => chrome.runtime.openOptionsPage();

/** @param {string} key @param {() => unknown} click @param {string} [kind] */
const button = (key, click, kind = "") => element("button", { class: `button ${kind}`, type: "button", click }, word(key));

const firstRun = () =>
  element(
    "section",
    "teach",
    element("h2", {}, word("first_title")),
    element("p", {}, word("first_why")),
    element("ol", {}, element("li", {}, word("first_start"), " ", element("code", {}, "python3 run.py")), element("li", {}, word("first_code")), element("li", {}, word("first_open"))),
    button("connect", openOptions, "main"),
  );

const noOrders = () =>
  element("section", "teach", element("h2", {}, word("empty_title")), element("p", {}, word("empty_why")), button("open_orders", () => openTab(ORDERS_PAGE), "main"));

/** @param {Notice} notice */
const noticeOf = (notice) => {
  const level = orderwarden.levelOf(/** @type {any} */ (notice));
  const link = /^https:\/\//.test(notice.link ?? "") ? notice.link : undefined;
  return element(
    "article",
    `notice ${level}`,
    element("b", {}, icon(level === "info" || level === "none" ? "clock" : "warning"), element("span", { dir: "auto" }, notice.title)),
    notice.about && element("p", "about", element("bdi", {}, notice.about)),
    element("p", { dir: "auto" }, notice.why),
    element("p", { dir: "auto" }, notice.do),
    notice.deadline && element("p", "small", word("until", orderwarden.when(notice.deadline, context()))),
    element(
      "div",
      "said",
      link && button("open_order", () => void (openTab(link), orderwarden.send({ type: "acknowledge", id: notice.id })), "main"),
      button("seen", () => orderwarden.send({ type: "acknowledge", id: notice.id })),
      rest?.laterPossible(notice, rest.serverNow(stored.server)) && button("later", () => orderwarden.send({ type: "put_off", id: notice.id })),
    ),
    rest?.muteOf(notice),
  );
};

/** What is due; more than a handful is folded, so that the orders are in reach. @param {Notice[]} due */
function now(due) {
  if (due.length === 0) return [];
  const cards = noticesByUrgency(due).map(noticeOf);
  const rest = cards.slice(NOTICES_OPEN);
  const more = element(
    "details",
    { id: "more-notices", open: moreOpen, toggle: (event) => (moreOpen = /** @type {HTMLDetailsElement} */ (event.target).open) },
    element("summary", {}, word("more_notices", rest.length)),
    rest,
  );
  return [element("h2", {}, word("now")), ...cards.slice(0, NOTICES_OPEN), ...(rest.length > 0 ? [more] : [])];
}

/** The card, in its item; one that stands there is exchanged. @param {string} id of the order @param {HTMLElement} item */
async function drawCard(id, item) {
  opened.set(id, item);
  const key = `order:${id}`;
  const order = /** @type {Order | undefined} */ ((await chrome.storage.local.get(key))[key]);
  const { proofOf } = await loading;
  if (!order || !item.isConnected || opened.get(id) !== item) return;
  const card = orderwarden.card({ ...order, badge: badgeNow(order.badge, stored.server, Date.now()) }, context());
  const before = item.querySelector(".card");
  if (before) return orderwarden.exchange(before, card);
  const proof = proofOf(id, inView?.order ? undefined : inView);
  item.append(card, proof);
  if (wanted !== id) return;
  proof.scrollIntoView();
  wanted = undefined;
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
  const badge = badgeNow(row.badge, stored.server, Date.now());
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
  const watcher = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    watcher.disconnect();
    fill(list, rest);
  });
  watcher.observe(last);
}

/** @param {number} [count] of rows that are there at once */
function paintRows(count) {
  const list = main.querySelector("ul.orders");
  if (!list) return;
  const all = byUrgency(stored.list ?? []);
  const ofPage = query ? undefined : all.find((row) => row.order_id === foremost); // it comes first
  const rows = [...(ofPage ? [ofPage] : []), ...all.filter((row) => row !== ofPage && passes(row, query ? "all" : filter) && matches(row, query))];
  list.replaceChildren();
  fill(/** @type {HTMLElement} */ (list), rows, count);
  const none = /** @type {HTMLElement} */ (main.querySelector(".none-found"));
  none.hidden = rows.length > 0;
  none.textContent = query ? word("nothing_found") : word(`none_${filter}`);
  const number = numberIn(query);
  paintTrack(number && !rows.some((row) => row.order_id.includes(number)) ? number : undefined);
}

/** Any parcel number can be asked for, also one that belongs to no order. @param {string | undefined} number */
function paintTrack(number) {
  const place = main.querySelector("#track");
  if (!place) return;
  if (!number) place.replaceChildren();
  else if (tracked?.number === number) place.replaceChildren(...timeline(number, tracked.answer));
  else place.replaceChildren(element("button", { class: "button main", type: "button", click: () => void track(number) }, icon("parcel"), word("track_number", number)));
}

/** @param {string} number @param {any} answer of the server; none: it is being asked @returns {HTMLElement[]} */
function timeline(number, answer) {
  if (!answer) return [element("p", "soft", word("tracking", number))];
  if (answer.error) return [element("p", { role: "alert" }, answer.error)];
  const asked = /** @type {SourceAnswer[]} */ (answer.asked ?? []);
  const silent = asked.filter(({ outcome }) => outcome !== "ok").map((one) =>
    element("li", {}, `${one.name || one.source}: ${word(`outcome_${one.outcome}`)} `, orderwarden.lookThere(one)));
  const found = answer.parcel?.sources?.length > 0;
  return [
    found ? element("div", "card", orderwarden.parcel(answer.parcel, context())) : element("p", {}, word("track_nothing")),
    element("ul", { class: "small soft", hidden: silent.length === 0 }, silent),
  ];
}

/** @param {string} number */
async function track(number) {
  tracked = { number };
  paintTrack(number);
  tracked = { number, answer: await orderwarden.send({ type: "get", path: `/api/v1/track?number=${encodeURIComponent(number)}` }) ?? { error: word("worker_silent") } };
  if (numberIn(query) === number) paintTrack(number);
}

const finder = () => [
  element(
    "div",
    "find",
    element("input", {
      id: "search", type: "search", placeholder: word("search"), "aria-label": word("search"), value: query,
      input: (event) => {
        query = /** @type {HTMLInputElement} */ (event.target).value;
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

/** "Read my open orders": how many there are, how far it is, how it ended. */
function reader() {
  if (!rest) return undefined;
  const count = rest.openOrders(stored.list ?? [], rest.serverNow(stored.server)).length;
  const reading = /** @type {import("../background/reading.js").Reading | undefined} */ (stored.reading);
  if (reading && !reading.over) {
    const done = rest.doneOf(reading);
    return element(
      "div",
      { class: "reader", role: "status" },
      element("label", { for: "progress" }, word("reading", done, reading.total)),
      element("progress", { id: "progress", max: reading.total, value: done }),
      button("stop", () => orderwarden.send({ type: "read_orders", stop: true })),
    );
  }
  if (count === 0) return undefined;
  return element(
    "div",
    "reader",
    rest.wasBlocked(reading) && element("p", { class: "trouble", role: "status" }, word("reading_blocked")),
    element("button", { class: "button", type: "button", title: word("read_orders_why"), click: () => orderwarden.send({ type: "read_orders" }) }, icon("eye"), word("read_orders", count)),
  );
}

/** What could not be read, by page and by source: nobody is left to believe that all is well. */
function unread() {
  const problems = (stored.problems ?? []).map((/** @type {PageProblem} */ problem) => [problem.page && word(`page_${problem.page}`), problem.text].filter(Boolean).join(": "));
  const refused = (stored.unread ?? []).map((/** @type {{text: string}} */ one) => one.text);
  const sources = (stored.sources ?? []).filter((/** @type {SourceState} */ source) => source.state !== "ok").map((/** @type {SourceState} */ source) =>
    [source.name, word(`outcome_${source.state}`), source.until && word("until", orderwarden.when(source.until, context()))].filter(Boolean).join(" · "));
  const all = [...problems, ...refused, ...sources];
  if (all.length === 0) return undefined;
  return element("details", "bottom", element("summary", {}, word("not_read", all.length)), element("ul", {}, all.map((text) => element("li", {}, text))));
}

const silence = () => (silenced ? element("div", { class: "trouble", role: "status" }, word("notifications_off")) : undefined);

function trouble() {
  const server = /** @type {ServerState} */ (stored.server);
  const waiting = (stored.outbox ?? []).length;
  if (server.state === "ok" || server.state === "unpaired") return undefined;
  return element(
    "div",
    { class: "trouble", role: "status" },
    element("div", {}, [word(`server_${server.state}`), server.state === "unreachable" ? word("start_it") : server.message].filter(Boolean).join(" ")),
    waiting > 0 && element("div", {}, word("waiting_pages", waiting)),
    server.state === "refused" ? button("pair_again", openOptions) : button("try_again", () => orderwarden.send({ type: "sync" })),
  );
}

function paint() {
  const server = /** @type {ServerState} */ (stored.server ?? { state: "unpaired" });
  stored.server = server;
  state.className = server.state;
  state.textContent = word(`state_${server.state}`);
  if (!stored.pairing) return main.replaceChildren(firstRun());
  const due = /** @type {Notice[]} */ (stored.notices ?? []);
  const orders = /** @type {Row[]} */ (stored.list ?? []);
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const rows = main.querySelector("ul.orders")?.childElementCount ?? 0;
  const known = orders.some(({ order_id }) => order_id === inView?.order);
  const parts = [silence(), trouble(), known ? picture : undefined, ...now(due), ...(orders.length > 0 || query ? finder() : [noOrders()]), reader(), unread()];
  main.replaceChildren(...parts.filter((part) => part !== undefined));
  paintRows(Math.max(rows, ROWS_AT_ONCE));
  (focused?.isConnected ? focused : document.getElementById(focused?.id ?? ""))?.focus({ preventScroll: true });
}

/** Reads what the first screen does not need, and draws with it. @returns {Promise<Rest>} */
async function more() {
  const [{ laterPossible, refused }, { doneOf, wasBlocked }, { openOrders }, { serverNow }, { pictureOf, proofOf }, { muteOf }] = await Promise.all([
    import("../background/notices.js"), import("../background/reading.js"), import("../background/unread.js"), import("../background/state.js"), import("./proof.js"), import("./mute.js"),
  ]);
  rest = { laterPossible, refused, doneOf, openOrders, wasBlocked, serverNow, proofOf, muteOf };
  if (inView?.order) picture = pictureOf(inView.order, inView);
  silenced = await refused();
  paint();
  return rest;
}

/** Draws anew from what is stored now. */
async function load() {
  silenced = await (await loading).refused();
  stored = await chrome.storage.local.get(KEYS);
  paint();
}

orderwarden.dress(document, orderwarden.cardLook);
document.documentElement.lang = chrome.i18n.getUILanguage();
document.documentElement.dir = orderwarden.direction();
const options = /** @type {HTMLButtonElement} */ (document.querySelector("#options"));
options.append(icon(GEAR));
options.setAttribute("aria-label", word("options"));
options.title = word("options");
options.addEventListener("click", openOptions);
chrome.storage.local.onChanged.addListener((changes) => {
  const { oldValue, newValue } = /** @type {{oldValue?: any, newValue?: any}} */ (changes.server ?? {});
  const news = KEYS.some((key) => key in changes && (key !== "server" || oldValue?.since !== newValue?.since || oldValue?.message !== newValue?.message));
  if (news) void load();
});
paint();
const loading = more();
await loading;
if (selected) void track(selected);
void orderwarden.send({ type: "sync" });
