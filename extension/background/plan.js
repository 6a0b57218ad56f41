// The notices planned ahead, kept so that a dead server, a closed terminal or a sleeping worker hides none: one alarm is
// armed for the next of them, and what the server did not tell by then is told from here.
import { serverNow } from "./counted.js";
import { coveredBy, known, refused, show, wakeSnoozed } from "./notices.js";
import { changeAll, read, serverState } from "./state.js";

export const ALARM = "plan";
/** How long the server has to tell a notice itself: after its time when it is silent, and when it answers. */
const GRACE_MS = 5_000;
const GRACE_ANSWERING_MS = 60_000;
const LEVELS = ["none", "info", "warn", "act", "critical"];

/** @typedef {import("./notices.js").Shown} Shown */

/** @param {Notice[]} plan @param {Shown} shown @param {{[id: string]: string}} snoozed @param {number} now ms */
const waitingFor = (plan, shown, snoozed, now) =>
  plan.filter((notice) => !known(notice, shown) || (notice.id in snoozed && Date.parse(snoozed[notice.id] ?? "") > now));

/**
 * What of the plan is overdue, folded: one notice an order (the most severe, then the latest), the others with it. One
 * whose deadline is over helps nobody and is only remembered.
 * @param {Notice[]} plan @param {Shown} shown @param {number} now ms, by the server's clock @param {number} grace ms
 * @returns {{notice: Notice, folded: Notice[]}[]}
 */
export function overdue(plan, shown, now, grace) {
  const due = plan.filter((notice) => Date.parse(notice.at) + grace <= now && !known(notice, shown));
  /** @type {Map<string, Notice[]>} */
  const orders = new Map();
  for (const notice of due) {
    if (notice.deadline && Date.parse(notice.deadline) <= now) continue;
    const key = (notice.order_ids ?? [notice.id]).join();
    orders.set(key, [...(orders.get(key) ?? []), notice]);
  }
  return [...orders.values()].map((notices) => {
    const [notice, ...folded] = notices.sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || Date.parse(b.at) - Date.parse(a.at));
    return { notice: /** @type {Notice} */ (notice), folded };
  });
}

/** When to look next: `undefined` if nothing is planned. @param {Notice[]} waiting @param {number} moved ms @param {number} now ms by this computer */
export function nextLook(waiting, moved, now) {
  const times = waiting.map((notice) => Date.parse(notice.at) - moved + GRACE_MS).filter((time) => !Number.isNaN(time));
  const ahead = times.filter((time) => time > now);
  if (ahead.length === 0 && times.length === 0) return undefined;
  return Math.min(...ahead, ...(ahead.length < times.length ? [now + GRACE_ANSWERING_MS] : []));
}

/** @returns {Promise<void>} Arms the one alarm for the next planned notice. */
export async function arm() {
  const server = await serverState();
  const shown = await read("shown", /** @type {Shown} */ ({}));
  const snoozed = await read("snoozed", /** @type {{[id: string]: string}} */ ({}));
  const waiting = waitingFor(await read("plan", /** @type {Notice[]} */ ([])), shown, snoozed, serverNow(server));
  const still = waiting.filter((notice) => !notice.deadline || Date.parse(notice.deadline) > serverNow(server));
  const when = nextLook(still, server.clock_moved_by * 1000, Date.now());
  if (when === undefined) await chrome.alarms.clear(ALARM);
  else await chrome.alarms.create(ALARM, { when });
}

/**
 * Shows what the server should have told and did not. From then on it is due here, as if told, until the server says more.
 * @param {boolean} answered whether it answered just now @returns {Promise<boolean>} whether anything became due
 */
export async function tellOverdue(answered) {
  const server = await serverState();
  const now = serverNow(server);
  await wakeSnoozed(now);
  const plan = await read("plan", /** @type {Notice[]} */ ([]));
  const shown = await read("shown", /** @type {Shown} */ ({}));
  const told = overdue(plan, shown, now, answered ? GRACE_ANSWERING_MS : GRACE_MS);
  if (told.length === 0) return false;
  const silenced = await refused(); // the popup and the pages say it all the same
  for (const { notice, folded } of told) if (!silenced) await show(notice, server, folded);
  let fresh = told;
  await changeAll({ notices: /** @type {Notice[]} */ ([]), untold: false }, ({ notices: due }) => {
    fresh = told.filter(({ notice }) => !due.some(({ id }) => id === notice.id));
    if (fresh.length === 0) return {};
    return { notices: [...due, ...fresh.map(({ notice, folded }) => ({ ...notice, covers: [notice, ...folded].flatMap(coveredBy) }))], untold: true };
  });
  return fresh.length > 0;
}
