// What is due, each with its step and what the buyer can say to it.
import { isOver, serverNow } from "../background/counted.js";
import { rest } from "./later.js";
import { noticesByUrgency } from "./rows.js";
import { button, context, openTab, shown } from "./shown.js";

const { element, icon, word } = orderwarden;
const NOTICES_OPEN = 4;

/** @param {Notice} notice */
const noticeOf = (notice) => {
  const level = orderwarden.levelOf(/** @type {any} */ (notice));
  const link = /^https:\/\//.test(notice.link ?? "") ? notice.link : undefined;
  const over = isOver(notice.deadline, shown.stored.server, Date.now());
  return element(
    "article",
    { class: `notice ${level}`, id: `notice-${notice.id}` },
    element("b", {}, icon(level === "info" || level === "none" ? "clock" : "warning"), element("span", { dir: "auto" }, notice.title)),
    notice.about && element("p", "about", element("bdi", {}, notice.about)),
    element("p", { dir: "auto" }, notice.why),
    !over && element("p", { dir: "auto" }, notice.do),
    notice.deadline && element("p", "small", word(over ? "time_passed" : "until", orderwarden.when(notice.deadline, context()))),
    element(
      "div",
      "said",
      link && button("open_order", () => void (openTab(link), orderwarden.send({ type: "acknowledge", id: notice.id })), "main"),
      button("seen", () => orderwarden.send({ type: "acknowledge", id: notice.id })),
      rest?.laterPossible(notice, serverNow(shown.stored.server)) && button("later", () => orderwarden.send({ type: "put_off", id: notice.id })),
    ),
    rest?.muteOf(notice),
  );
};

/** What is due; more than a handful is folded, so that the orders are in reach. @param {Notice[]} due */
export function now(due) {
  if (due.length === 0) return [];
  const cards = noticesByUrgency(due).map(noticeOf);
  const folded = cards.slice(NOTICES_OPEN);
  const more = element(
    "details",
    { id: "more-notices" },
    element("summary", {}, word("more_notices", folded.length)),
    folded,
  );
  return [element("h2", {}, word("now")), ...cards.slice(0, NOTICES_OPEN), ...(folded.length > 0 ? [more] : [])];
}
