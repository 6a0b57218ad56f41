// Badges count days and hours: what the server counted long ago is not today's.

const COUNTED_ANEW_WITHIN_MS = 6 * 3_600_000;

/** Whether what it counted last may still be said. @param {ServerState} server @param {number} now ms */
export const isCounted = (server, now) => server.state === "ok" || now < Date.parse(server.answered_at ?? server.at) + COUNTED_ANEW_WITHIN_MS;

/**
 * A badge as it may be said now: the server's, or an honest one while that cannot be asked.
 * @param {Badge | undefined} badge @param {ServerState} server @param {number} now ms @returns {Badge | undefined}
 */
export function badgeNow(badge, server, now) {
  if (server.state === "ok" || server.state === "unpaired" || (badge && isCounted(server, now))) return badge;
  return { level: badge?.level ?? "none", icon: "eye", text: chrome.i18n.getMessage("not_watched"), title: badge?.title ?? "" };
}
