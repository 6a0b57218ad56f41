// One round with the server: what waits goes out, what changed comes in, then everybody here is told. Safe to call at any
// time and as often as one likes; two calls at once make one round and, where something came up meanwhile, a second.
import * as badge from "./badge.js";
import { saidNow } from "./counted.js";
import * as notices from "./notices.js";
import * as outbox from "./outbox.js";
import { tellPages } from "./pages.js";
import * as plan from "./plan.js";
import { keepRounds } from "./rounds.js";
import { ServerError, ask } from "./server.js";
import { changeAll, read, remove, serverState, write } from "./state.js";

const ORDERS_AT_ONCE = 500;

/** @typedef {import("./badge.js").Row} Row */

/** @param {Order} order @returns {Row} */
export const rowOf = ({ order_id, title, store, url, status, status_text, badge, urgent_at, settled, parcels, pages_read }) => ({
  order_id, title, store, url, status, status_text, badge, urgent_at, settled, pages_read,
  numbers: (parcels ?? []).flatMap((parcel) => [parcel.number, ...(parcel.numbers ?? [])]).filter((number) => number !== undefined),
});

/** Storage is not endless: of a settled order the scans are left out. @param {Order} order @returns {Order} */
const kept = (order) => (order.settled ? { ...order, parcels: order.parcels?.map((parcel) => ({ ...parcel, sources: [] })) } : order);

/**
 * Asks what changed, page by page, so that however many orders there are neither side ever holds all of them at once.
 * Only when the last page is in does the cursor move: a worker that ends in between asks for the same again.
 * @param {Pairing} pairing @returns {Promise<{changes: Changes, news: boolean}>} the last page, and whether there was news
 */
async function takeIn(pairing) {
  const cursor = await read("cursor", /** @type {string | undefined} */ (undefined));
  const rows = await read("list", /** @type {Row[]} */ ([]));
  const list = new Map(rows.map((row) => [row.order_id, row]));
  const met = new Set(list.keys());
  let full = false;
  let since = cursor;
  let changes;
  do {
    const asked = new URLSearchParams({ ...(since === undefined ? {} : { since }), at_most: String(ORDERS_AT_ONCE) });
    changes = /** @type {Changes} */ (await ask(pairing, `/api/v1/changes?${asked}`));
    const { orders = [] } = changes;
    if (changes.full) {
      full = true;
      list.clear();
    }
    for (const order of orders) list.set(order.order_id, rowOf(order));
    for (const { order_id } of orders) met.add(order_id);
    if (orders.length > 0) await write(Object.fromEntries(orders.map((order) => [`order:${order.order_id}`, kept(order)])));
    if (changes.more && changes.cursor === since) throw new ServerError("failing", "The server's answer does not end");
    since = changes.cursor;
  } while (changes.more);
  const news = await take(changes, cursor, full || since !== cursor ? [...list.values()] : undefined);
  await remove([...met].filter((id) => !list.has(id)).map((id) => `order:${id}`));
  return { changes, news };
}

/**
 * @param {Changes} changes the last page of them @param {string | undefined} cursor the one that was asked with
 * @param {Row[] | undefined} list where it changed @returns {Promise<boolean>} whether there was news
 */
async function take(changes, cursor, list) {
  const before = await read("notices", /** @type {Notice[]} */ ([]));
  if (cursor === undefined) await notices.takeOver(changes.notices ?? []);
  const news = list && changes.plan;
  const { due, over } = notices.merge(before, changes.notices ?? [], news ?? (await read("plan", /** @type {Notice[]} */ ([]))));
  await write({
    ...(list ? { list } : {}),
    ...(news ? { plan: news } : {}),
    notices: due,
    ...(changes.problems ? { problems: changes.problems } : {}),
    ...(changes.sources ? { sources: changes.sources } : {}),
    cursor: changes.cursor,
    ...(list !== undefined || over.length > 0 ? { untold: true } : {}),
  });
  for (const id of over) await notices.takeAway(id);
  return list !== undefined || over.length > 0;
}

/**
 * @param {Partial<ServerState> & Pick<ServerState, "state">} news
 * @returns {Promise<boolean>} whether the state is another one, or what was told last may not be said any more
 */
async function note(news) {
  const at = new Date().toISOString();
  const rows = await read("list", /** @type {Row[]} */ ([]));
  const due = await read("notices", /** @type {Notice[]} */ ([]));
  let other = false;
  await changeAll({ server: await serverState(), untold: false }, ({ server: before }) => {
    const after = { ...before, message: undefined, ...news, at };
    other = before.state !== after.state || saidNow(rows, due, before, Date.parse(before.at)) !== saidNow(rows, due, after, Date.parse(at));
    return { server: { ...after, since: other ? at : before.since }, ...(other ? { untold: true } : {}) };
  });
  return other;
}

/** What the server knew goes with it, and the copies that it has not got. What was shown stays remembered. */
export async function forgetServer() {
  const rows = await read("list", /** @type {Row[]} */ ([]));
  await outbox.forgetAll();
  await remove(["cursor", "list", "notices", "plan", "problems", "sources", "unread", "reading", "muted_as", ...rows.map((row) => `order:${row.order_id}`)]);
}

/** @returns {Promise<{answered: boolean, pages: any[]}>} */
async function round() {
  const pairing = await read("pairing", /** @type {Pairing | undefined} */ (undefined));
  if (!pairing) {
    if ((await read("cursor", undefined)) !== undefined) await forgetServer(); // the worker ended while it was left
    if ((await note({ state: "unpaired" })) || (await read("untold", false))) await tellPages();
    await badge.paint();
    return { answered: false, pages: [] };
  }
  let news = false;
  let answered = false;
  /** @type {any[]} */
  let pages = [];
  try {
    pages = await outbox.send(pairing);
    await notices.sendEvents(pairing);
    const taken = await takeIn(pairing);
    news = taken.news;
    const { clock_moved_by = 0, language, zone } = taken.changes;
    news = (await note({ state: "ok", answered_at: new Date().toISOString(), clock_moved_by, language, zone })) || news;
    answered = true;
  } catch (error) {
    const { failure, whatToDo } = error instanceof ServerError ? error : { failure: "failing", whatToDo: "" };
    const state = /** @type {ServerState["state"]} */ (failure === "rejected" ? "failing" : failure);
    news = await note({ state, message: [/** @type {Error} */ (error).message, whatToDo].filter(Boolean).join(" ") });
  }
  await navigator.locks.request("tell", async () => {
    if (answered) await notices.tellDue(await serverState());
    news = (await plan.tellOverdue(answered)) || news;
  });
  if (answered) await notices.sendEvents(pairing).catch(() => {}); // the next round has them all the same
  await plan.arm();
  await keepRounds();
  await badge.paint();
  if (news || (await read("untold", false))) await tellPages();
  return { answered, pages };
}

/** @type {Promise<{answered: boolean, pages: any[]}> | undefined} */
let running;
/** @type {typeof running} */
let next;

/** @returns {Promise<{answered: boolean, pages: any[]}>} when a round that began after the call is over */
export function sync() {
  if (running) {
    next ??= running.then(restart, restart);
    return next;
  }
  return restart();
}

function restart() {
  next = undefined;
  running = round().finally(() => {
    running = undefined;
  });
  return running;
}
