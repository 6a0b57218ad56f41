// Which orders the popup lists, and in what order. Pure: no page, no storage.

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

/** @param {string} text small, without accents and without what stands between digits of a number */
export const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .trim();

/** Every word of the query stands somewhere in the title, the store, the order number or a parcel's. @param {Row} row @param {string} query */
export function matches(row, query) {
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
