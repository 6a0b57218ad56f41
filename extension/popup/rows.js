// Which orders the popup lists, and in what order. Pure: no page, no storage.
import { withPlainDigits } from "../background/digits.js";
import { numberIn } from "../background/menu.js";

/** @typedef {import("../background/badge.js").Row} Row */
/** @typedef {"open" | "urgent" | "settled" | "all"} Filter */

const LEVELS = ["critical", "act", "warn", "info", "none"];

/** @param {Row} row */
const rank = (row) => (row.settled ? LEVELS.length : LEVELS.indexOf(row.badge?.level ?? "none"));

/** The most urgent first: by level, then by the next instant that matters. @param {Row[]} rows */
export const byUrgency = (rows) =>
  [...rows].sort(
    (a, b) => rank(a) - rank(b) || (a.urgent_at ?? "9").localeCompare(b.urgent_at ?? "9") || b.order_id.localeCompare(a.order_id),
  );

/** The most severe first, then what must be done soonest. @param {Notice[]} notices */
export const noticesByUrgency = (notices) =>
  [...notices].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.deadline ?? "9").localeCompare(b.deadline ?? "9") || a.at.localeCompare(b.at));

/** What has no accent to be taken off, but is typed without it all the same. @type {{[letter: string]: string}} */
const PLAIN = { ı: "i", ł: "l", ß: "ss" };

/** @param {string} text small, without accents, its digits 0 to 9 */
export const plain = (text) =>
  withPlainDigits(text)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ıłß]/g, (letter) => PLAIN[letter] ?? letter)
    .trim();

/**
 * The query is a part of the order's number or of a parcel's, however it is written; or every word of it stands somewhere
 * in the title, the store, or what is said of the order. @param {Row} row @param {string} query
 */
export function matches(row, query) {
  const number = numberIn(query);
  if (number && [row.order_id, ...row.numbers].some((one) => one.toUpperCase().includes(number))) return true;
  const text = plain([row.title, row.store, row.order_id, row.status_text, row.badge?.text, ...row.numbers].filter(Boolean).join(" "));
  return plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** @param {Row} row @param {Filter} filter */
export function passes(row, filter) {
  if (filter === "all") return true;
  if (filter === "settled") return row.settled === true;
  if (filter === "urgent") return !row.settled && ["warn", "act", "critical"].includes(row.badge?.level ?? "none");
  return !row.settled;
}
