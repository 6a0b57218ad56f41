// Badges count days and hours, notices have an end: what the server said long ago is not today's.

const COUNTED_ANEW_WITHIN_MS = 6 * 3_600_000;
/** How old a count may be, beside the time that is left. */
const OLD_BESIDE_LEFT = 1 / 4;

/** @param {ServerState} server @param {number} [now] ms by this computer @returns {number} by the server's clock, in ms (a demonstration moves that clock) */
export const serverNow = (server, now = Date.now()) => now + (server.clock_moved_by || 0) * 1000;

/** Nobody says now what holds. @param {ServerState} server */
const isSilent = ({ state }) => state !== "ok" && state !== "unpaired";

/** How long ago it answered; where the clock was ahead then, by how much at least. @param {ServerState} server @param {number} now ms */
const ageOf = (server, now) => Math.abs(now - Date.parse(server.answered_at ?? server.at));

/** Whether what it counted last may still be said. @param {ServerState} server @param {number} now ms */
export const isCounted = (server, now) => server.state === "ok" || ageOf(server, now) < COUNTED_ANEW_WITHIN_MS;

/**
 * Whether its time is over and nobody says what is to be done now; of a server that answers all that it tells holds.
 * @param {string | undefined} end @param {ServerState} server @param {number} now ms
 */
export const isOver = (end, server, now) => isSilent(server) && Date.parse(end ?? "") <= serverNow(server, now);

/** Whether what is left until then has become far less than was counted last. @param {string | undefined} end @param {ServerState} server @param {number} now ms */
function isNear(end, server, now) {
  const left = Date.parse(end ?? "") - serverNow(server, now);
  return ageOf(server, now) > left * OLD_BESIDE_LEFT;
}

/**
 * A badge as it may be said now: the server's, or an honest one while that cannot be asked.
 * @param {{badge?: Badge, urgent_at?: string} | undefined} order @param {ServerState} server @param {number} now ms @returns {Badge | undefined}
 */
export function badgeNow({ badge, urgent_at } = {}, server, now) {
  if (!isSilent(server)) return badge;
  const over = badge !== undefined && isOver(urgent_at, server, now);
  if (badge && !over && isCounted(server, now) && !isNear(urgent_at, server, now)) return badge;
  return { level: badge?.level ?? "none", icon: "eye", text: chrome.i18n.getMessage(over ? "deadline_passed" : "not_watched"), title: badge?.title ?? "" };
}

/** An order as it may be shown now: without a step that was for the time before. @param {Order} order @param {ServerState} server @param {number} now ms @returns {Order} */
export const orderNow = (order, server, now) => ({
  ...order,
  badge: badgeNow(order, server, now),
  advice: isOver(order.urgent_at, server, now) || isOver(order.advice?.until, server, now) ? undefined : order.advice,
});

/**
 * What is said differently once time alone has passed: one text for each way to say it.
 * @param {{badge?: Badge, urgent_at?: string}[]} rows @param {Notice[]} due @param {ServerState} server @param {number} now ms
 */
export const saidNow = (rows, due, server, now) =>
  isSilent(server) ? [isCounted(server, now), ...rows.map((row) => badgeNow(row, server, now)?.text), ...due.map(({ deadline }) => isOver(deadline, server, now))].join("\n") : "";
