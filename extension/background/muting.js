// What the buyer wants to hear no more of: one kind of warning about an order, or all about it. Lives in the server's
// settings; taken back on the options page.
import * as notices from "./notices.js";
import { ask } from "./server.js";
import { change, read } from "./state.js";

/** @typedef {{order_id?: string, kind?: string}} Muted */

/** @param {Muted} one */
export const keyOf = ({ order_id = "", kind = "" }) => `${order_id}/${kind}`;

/**
 * Mutes what a notice is about, and puts the notice away.
 * @param {Pairing} pairing @param {string} id of the notice @param {boolean} all everything about its orders, not this kind only
 * @throws {import("./server.js").ServerError}
 */
export async function mute(pairing, id, all) {
  const notice = (await read("notices", /** @type {Notice[]} */ ([]))).find((one) => one.id === id);
  if (!notice) return;
  const wanted = (notice.order_ids ?? []).map((order_id) => (all ? { order_id } : { order_id, kind: notice.kind }));
  const { muted = [] } = /** @type {{muted?: Muted[]}} */ (await ask(pairing, "/api/v1/settings"));
  const there = new Set(muted.map(keyOf));
  const body = { muted: [...muted, ...wanted.filter((one) => !there.has(keyOf(one)))] };
  await ask(pairing, "/api/v1/settings", { method: "PUT", body });
  const called = Object.fromEntries(wanted.map((one) => [keyOf(one), notice.title]));
  await change("muted_as", /** @type {{[key: string]: string}} */ ({}), (names) => ({ ...names, ...called }));
  await notices.acknowledge(id);
}
