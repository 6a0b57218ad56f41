// Which orders a run of "Read my open orders" would read.
import { ASKED } from "./client.js";

const MOST_ORDERS = 60;
const FRESH_MS = 24 * 3_600_000;

/** @typedef {{order_id: string, pages: string[]}} Unread */

/**
 * The open orders of which a page was not read for a day, those read longest ago first.
 * @param {import("./badge.js").Row[]} rows @param {number} now ms @returns {Unread[]}
 */
export function openOrders(rows, now) {
  /** @param {import("./badge.js").Row} row @param {string} page */
  const readAt = ({ pages_read = {} }, page) => Date.parse(pages_read[page] ?? "") || 0;
  return rows
    .filter(({ settled, status }) => !settled && status !== "unpaid")
    .sort((a, b) => readAt(a, "order_detail") - readAt(b, "order_detail"))
    .map((row) => ({
      order_id: row.order_id,
      pages: Object.keys(ASKED).filter((page) => now - readAt(row, page) > FRESH_MS && !(page === "order_tracking" && row.status === "processing")),
    }))
    .filter(({ pages }) => pages.length > 0)
    .slice(0, MOST_ORDERS);
}
