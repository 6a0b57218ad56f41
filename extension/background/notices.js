// Desktop notifications: each notice once, replaced by its id and never stacked, gone when acknowledged anywhere.
import { serverNow } from "./counted.js";
import { tellPages } from "./pages.js";
import { ServerError, ask } from "./server.js";
import { change, changeAll, read, serverState } from "./state.js";

const LATER_MS = 24 * 3_600_000;
const REMEMBERED_MS = 400 * 24 * 3_600_000;
const MOST_TEXT = 480;
const MOST_ABOUT = 80;
/** As the cards write an instant (content/card.js). */
const WHEN = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" });
const LONGEST_ID = 500; // for a longer one Chrome shows nothing, and says that all went well
const ID_KEPT = 480;

/** @typedef {{[id: string]: {at: string, link?: string, deadline?: string}}} Shown */

/** @param {Notice} notice */
export const coveredBy = (notice) => [...new Set([notice.id, ...(notice.covers ?? [])])];

/** @param {Notice} notice @param {Shown} shown Nothing of it is new to who sits here. */
export const known = (notice, shown) => coveredBy(notice).every((id) => id in shown);

/** @param {string | undefined} link Only the shop's own pages are ever opened. */
export const safe = (link) => (link && /^https:\/\/(?:[\w-]+\.)*aliexpress\.(?:com|us|ru)\//.test(link) ? link : undefined);

/**
 * "Later" brings a notice back in a day, but never within the last day before its deadline: there it is not offered.
 * @param {{deadline?: string}} notice @param {number} now ms
 */
export const laterPossible = (notice, now) => !notice.deadline || Date.parse(notice.deadline) - now > 2 * LATER_MS;

/** The notification of a notice: its id, shortened where a notice about many orders has one too long for Chrome. @param {string} id */
const notificationOf = (id) => {
  if (id.length <= LONGEST_ID) return id;
  let hash = 5381;
  for (const sign of id) hash = (hash * 33 + (sign.codePointAt(0) ?? 0)) % 2 ** 48;
  return `${id.slice(0, ID_KEPT)}#${hash.toString(36)}`;
};

/** The notice that a notification stands for; itself, if it is none of ours. @param {string} name */
async function noticeOf(name) {
  const due = await read("notices", /** @type {Notice[]} */ ([]));
  const shown = await read("shown", /** @type {Shown} */ ({}));
  return [...due.map(({ id }) => id), ...Object.keys(shown)].find((id) => notificationOf(id) === name) ?? name;
}

/** @param {string} id of a notice */
export const takeAway = (id) => chrome.notifications.clear(notificationOf(id));

/** @param {Pairing} pairing @throws {ServerError} */
export async function sendEvents(pairing) {
  const events = await read("events", /** @type {NoticeEvent[]} */ ([]));
  if (events.length === 0) return;
  try {
    await ask(pairing, "/api/v1/notices", { method: "POST", body: { events } });
  } catch (error) {
    if (!(error instanceof ServerError) || error.failure !== "rejected") throw error;
  }
  const sent = new Set(events.map((event) => JSON.stringify(event)));
  await change("events", /** @type {NoticeEvent[]} */ ([]), (waiting) => waiting.filter((event) => !sent.has(JSON.stringify(event))));
}

/** @param {string} deadline @param {ServerState} server */
function until(deadline, { language, zone }) {
  const instant = new Date(deadline);
  try {
    return chrome.i18n.getMessage("until", new Intl.DateTimeFormat(language, { ...WHEN, timeZone: zone }).format(instant));
  } catch {
    return chrome.i18n.getMessage("until", new Intl.DateTimeFormat(undefined, WHEN).format(instant)); // a zone that this browser does not know
  }
}

/**
 * What it is about comes first: it must be known which purchase is meant. Then what to do: many systems show few lines,
 * and what is too long loses its reason, never its step.
 * @param {Notice} notice @param {ServerState} server */
function content(notice, server) {
  const texts = [notice.about?.slice(0, MOST_ABOUT), notice.do, notice.why].filter(Boolean);
  return {
    type: /** @type {const} */ ("basic"),
    iconUrl: chrome.runtime.getURL("icons/128.png"),
    title: notice.title,
    message: texts.join("\n").slice(0, MOST_TEXT) || notice.title,
    contextMessage: notice.deadline && !Number.isNaN(Date.parse(notice.deadline)) ? until(notice.deadline, server) : undefined,
    eventTime: Date.parse(notice.at) || undefined,
    priority: notice.level === "critical" || notice.level === "act" ? 2 : 0,
    requireInteraction: notice.level === "critical",
  };
}

/** @param {Notice} notice @param {ServerState} server */
async function put(notice, server) {
  const options = content(notice, server);
  const buttons = [{ title: chrome.i18n.getMessage("open_order") }];
  if (laterPossible(notice, serverNow(server))) buttons.push({ title: chrome.i18n.getMessage("later") });
  try {
    await chrome.notifications.create(notificationOf(notice.id), { ...options, buttons });
  } catch {
    // Firefox knows neither buttons nor requireInteraction, and refuses the whole for them; contextMessage it does not show.
    const { type, iconUrl, title, contextMessage } = options;
    const message = [contextMessage, options.message].filter(Boolean).join("\n");
    await chrome.notifications.create(notificationOf(notice.id), { type, iconUrl, title, message });
  }
}

/**
 * Shows a notice, unless all of it was shown here before; remembers and reports it either way.
 * @param {Notice} notice @param {ServerState} server @param {Notice[]} [folded] others that this one stands for
 * @returns {Promise<boolean>} whether a notification came up
 */
export async function show(notice, server, folded = []) {
  const ids = [...new Set([notice, ...folded].flatMap(coveredBy))];
  const shown = await read("shown", /** @type {Shown} */ ({}));
  const fresh = !known(notice, shown);
  if (fresh) {
    await put(notice, server);
    for (const id of ids) if (id !== notice.id) await takeAway(id);
  }
  const news = ids.filter((id) => !(id in shown));
  if (news.length === 0) return false;
  const at = new Date().toISOString(); // what happened here is told by this computer's clock
  const told = news.map((id) => ({ id, what: /** @type {const} */ ("shown"), at }));
  await changeAll({ shown: /** @type {Shown} */ ({}), events: /** @type {NoticeEvent[]} */ ([]) }, ({ shown, events }) => ({
    shown: withMet(shown, notice, news, at),
    events: [...events, ...told],
  }));
  return fresh;
}

/**
 * What the buyer has met here, with this; of what was noted before nothing changes.
 * @param {Shown} before @param {Notice} notice @param {string[]} ids of it, and of what it stands for @param {string} at @returns {Shown}
 */
function withMet(before, notice, ids, at) {
  const kept = Object.entries(before).filter(([, { at }]) => Date.parse(at) > Date.now() - REMEMBERED_MS);
  const link = safe(notice.link);
  return { ...Object.fromEntries(ids.map((id) => [id, { at, link, deadline: notice.deadline }])), ...Object.fromEntries(kept) };
}

/** A notice put off comes once more when its time is there: then it counts as not shown. @param {number} now ms */
export async function wakeSnoozed(now) {
  const snoozed = await read("snoozed", /** @type {{[id: string]: string}} */ ({}));
  const awake = Object.keys(snoozed).filter((id) => Date.parse(snoozed[id] ?? "") <= now);
  if (awake.length === 0) return;
  await change("shown", /** @type {Shown} */ ({}), (shown) => Object.fromEntries(Object.entries(shown).filter(([id]) => !awake.includes(id))));
  await change("snoozed", /** @type {{[id: string]: string}} */ ({}), (all) => Object.fromEntries(Object.entries(all).filter(([id]) => !awake.includes(id))));
}

/** Whether this browser or the system keeps our notifications back, as far as it says so. */
export async function refused() {
  const { notifications } = chrome;
  return (await notifications.getPermissionLevel?.()) === "denied";
}

/**
 * Shows what the server says is due.
 * @param {ServerState} server
 */
export async function tellDue(server) {
  await wakeSnoozed(serverNow(server));
  if (await refused()) return; // the popup says so; other channels go on
  const snoozed = await read("snoozed", /** @type {{[id: string]: string}} */ ({}));
  for (const notice of await read("notices", /** @type {Notice[]} */ ([]))) {
    if (!(notice.id in snoozed)) await show(notice, server);
  }
}

/**
 * Takes in the notices of a `changes` answer, which always holds all that are due and not yet acknowledged. What was told
 * from the plan stays due while the server has it still ahead: it has not come to it yet.
 * @param {Notice[]} before @param {Notice[]} news @param {Notice[]} plan
 * @returns {{due: Notice[], over: string[]}} what is due now, and the ids whose notification must go
 */
export function merge(before, news, plan) {
  const named = new Set(news.flatMap(coveredBy));
  const ahead = new Set(plan.map(({ id }) => id));
  const ours = before.filter(({ id, state }) => state === "planned" && ahead.has(id) && !named.has(id));
  const due = [...news.filter(({ state = "due" }) => state === "due" || state === "shown"), ...ours];
  const still = new Set(due.flatMap(coveredBy));
  const gone = [...before, ...news].flatMap(coveredBy).filter((id) => !still.has(id));
  return { due, over: [...new Set(gone)] };
}

/** What is kept of notices, where nothing is. */
const HELD = {
  shown: /** @type {Shown} */ ({}), events: /** @type {NoticeEvent[]} */ ([]), snoozed: /** @type {{[id: string]: string}} */ ({}),
  plan: /** @type {Notice[]} */ ([]), notices: /** @type {Notice[]} */ ([]), untold: false,
};

/** All of it in one write: what is put off comes again here, or the server is told nothing of it. @param {string} id @param {"acknowledged" | "snoozed"} what */
async function settle(id, what) {
  await takeAway(id);
  const now = Date.now(); // what is reported is by this computer's clock, what is kept by the server's
  const at = new Date(now).toISOString();
  const later = what === "snoozed" ? { until: new Date(now + LATER_MS).toISOString() } : {};
  const until = what === "snoozed" ? new Date(serverNow(await serverState()) + LATER_MS).toISOString() : undefined;
  let ours = false;
  await changeAll(HELD, ({ shown, events, snoozed, plan, notices }) => {
    const notice = notices.find((one) => one.id === id);
    ours = notice !== undefined || id in shown;
    if (!ours) return {}; // no notice of the server's
    return {
      ...(notice ? { shown: withMet(shown, notice, coveredBy(notice), at) } : {}), // seen in the popup or on a page, where notifications are kept back
      events: [...events, { id, what, at, ...later }],
      ...(until ? { snoozed: { ...snoozed, [id]: until } } : {}),
      ...(until && notice ? { plan: [...plan, { ...notice, at: until, state: /** @type {const} */ ("planned") }] } : {}),
      notices: notices.filter((one) => one.id !== id),
      untold: true,
    };
  });
  if (ours) await tellPages();
}

/** @param {string} id */
export const acknowledge = (id) => settle(id, "acknowledged");
/** @param {string} name of a notification or a notice */
export const putOff = async (name) => settle(await noticeOf(name), "snoozed");

/** Opens the page where the notice's step is done; that it was opened acknowledges it. @param {string} name of its notification */
export async function open(name) {
  const id = await noticeOf(name);
  const shown = await read("shown", /** @type {Shown} */ ({}));
  const due = await read("notices", /** @type {Notice[]} */ ([]));
  const url = safe(due.find((notice) => notice.id === id)?.link) ?? shown[id]?.link ?? chrome.runtime.getURL("popup/popup.html");
  try {
    await chrome.tabs.create({ url });
  } catch {
    await chrome.windows.create({ url }); // no window is open
  }
  await acknowledge(id);
}

/** At the first talk with a server, what somebody has already been shown elsewhere is old. @param {Notice[]} notices */
export async function takeOver(notices) {
  const at = new Date().toISOString();
  const old = notices.filter(({ state }) => state === "shown").flatMap(coveredBy);
  await change("shown", /** @type {Shown} */ ({}), (shown) => ({ ...Object.fromEntries(old.map((id) => [id, { at }])), ...shown }));
}
