// How things stand: the first steps, a server that is not there, what is being read, what could not be read.
import { serverNow } from "../background/counted.js";
import { rest } from "./later.js";
import { button, context, openOptions, openTab, shown } from "./shown.js";

const { element, icon, word } = orderwarden;
const ORDERS_PAGE = "https://www.aliexpress.com/p/order/index.html";

export const firstRun = () =>
  element(
    "section",
    "teach",
    element("h2", {}, word("first_title")),
    element("p", {}, word("first_why")),
    element("ol", {}, element("li", {}, word("first_start"), " ", element("code", {}, "python3 run.py")), element("li", {}, word("first_code")), element("li", {}, word("first_open"))),
    button("connect", openOptions, "main"),
  );

export const noOrders = () =>
  element("section", "teach", element("h2", {}, word("empty_title")), element("p", {}, word("empty_why")), button("open_orders", () => openTab(ORDERS_PAGE), "main"));

/** "Read my open orders": how many there are, how far it is, how it ended. */
export function reader() {
  if (!rest) return undefined;
  const count = rest.openOrders(shown.stored.list ?? [], serverNow(shown.stored.server)).length;
  const reading = /** @type {import("../background/reading.js").Reading | undefined} */ (shown.stored.reading);
  if (reading && !reading.over) {
    const done = rest.doneOf(reading);
    return element(
      "div",
      { class: "reader", role: "status", id: "reader" },
      element("label", { for: "progress" }, word("reading", done, reading.total)),
      element("progress", { id: "progress", max: reading.total, value: done }),
      button("stop", () => orderwarden.send({ type: "read_orders", stop: true })),
    );
  }
  if (count === 0) return undefined;
  return element(
    "div",
    { class: "reader", id: "reader" },
    rest.wasBlocked(reading) && element("p", { class: "trouble", role: "status" }, word("reading_blocked")),
    element("button", { class: "button", type: "button", title: word("read_orders_why"), click: () => orderwarden.send({ type: "read_orders" }) }, icon("eye"), word("read_orders", count)),
  );
}

/** What could not be read, by page and by source: nobody is left to believe that all is well. */
export function unread() {
  const problems = (shown.stored.problems ?? []).map((/** @type {PageProblem} */ problem) => [problem.page && word(`page_${problem.page}`), problem.text].filter(Boolean).join(": "));
  const refused = (shown.stored.unread ?? []).map((/** @type {{text: string}} */ one) => one.text);
  const sources = (shown.stored.sources ?? []).filter((/** @type {SourceState} */ source) => source.state !== "ok").map((/** @type {SourceState} */ source) =>
    [source.name, word(`outcome_${source.state}`), source.until && word("until", orderwarden.when(source.until, context()))].filter(Boolean).join(" · "));
  const all = [...problems, ...refused, ...sources];
  if (all.length === 0) return undefined;
  return element("details", { class: "bottom", id: "not-read" }, element("summary", {}, word("not_read", all.length)), element("ul", {}, all.map((text) => element("li", {}, text))));
}

/** @param {boolean} silenced whether the browser keeps notifications back */
export const silence = (silenced) => (silenced ? element("div", { class: "trouble", role: "status" }, word("notifications_off")) : undefined);

export function trouble() {
  const server = /** @type {ServerState} */ (shown.stored.server);
  const waiting = (shown.stored.outbox ?? []).length;
  if (server.state === "ok" || server.state === "unpaired") return undefined;
  const told = word(`server_${server.state}`);
  const { message = "" } = server;
  return element(
    "div",
    { class: "trouble", role: "status", id: "trouble" },
    element("div", {}, message.startsWith(told) ? message : `${told} ${message}`.trim()),
    waiting > 0 && element("div", {}, word("waiting_pages", waiting)),
    server.state === "refused" ? button("pair_again", openOptions) : button("try_again", () => orderwarden.send({ type: "sync" })),
  );
}
