// Copied pages on their way to the server. They wait in storage, keyed by what they hold, until the server has them.
import { ServerError, ask } from "./server.js";
import { alone, change, read, readAll, remove, write } from "./state.js";

const MOST_BYTES = 6.5 * 1024 * 1024; // storage.local holds 10 MB, the orders need their part
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
const UNREAD_KEPT = 20;
/** What differs in the address each time the same page is asked for, and would keep a signature. */
const VOLATILE = ["sign", "t", "callback", "appKey", "_bx-m", "bx-ua", "bx-umidtoken", "x-ua", "dataType", "jsv", "type"];

/** @typedef {{id: string, url: string, at: string, size: number, tries: number, notBefore: number}} Waiting */

/** @param {string} address */
export function lasting(address) {
  const url = new URL(address);
  for (const name of VOLATILE) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}

/** @param {string} text @returns {Promise<string>} SHA-256, hexadecimal */
export async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Which waiting readings must go so that the rest fits: first those of an address that has a newer one, then the oldest.
 * @param {Waiting[]} waiting oldest first @param {number} mostBytes
 * @returns {Waiting[]} those to drop
 */
export function overflow(waiting, mostBytes) {
  let size = waiting.reduce((sum, one) => sum + one.size, 0);
  const newest = new Map(waiting.map((one) => [one.url, one.id]));
  const superseded = waiting.filter((one) => newest.get(one.url) !== one.id);
  const rest = waiting.filter((one) => newest.get(one.url) === one.id);
  const dropped = [];
  for (const one of [...superseded, ...rest]) {
    if (size <= mostBytes) break;
    size -= one.size;
    dropped.push(one);
  }
  return dropped;
}

/** @param {{url: string, seen_at: string, language: string, body: string}} page @returns {Promise<string>} the reading's id */
export async function put(page) {
  const url = lasting(page.url);
  const id = await hash(url + page.body);
  const size = new TextEncoder().encode(page.body).length + url.length;
  const waits = { id, url, at: page.seen_at, size, tries: 0, notBefore: 0 };
  try {
    await alone("outbox", async () => {
      const others = (await read("outbox", /** @type {Waiting[]} */ ([]))).filter((one) => one.id !== id);
      const dropped = overflow([...others, waits], MOST_BYTES);
      await remove(dropped.map((one) => `outbox:${one.id}`));
      const outbox = [...others, waits].filter((one) => !dropped.includes(one));
      // in one: a round that is under way would take a page that is listed, and not there yet, for lost
      await write({ outbox, ...(outbox.includes(waits) ? { [`outbox:${id}`]: { ...page, id, url } } : {}) });
    });
  } catch (error) {
    await tellUnread({ url, at: page.seen_at }, /** @type {Error} */ (error).message); // the browser's storage is full
  }
  return id;
}

/** @param {number} tries how often it failed @param {number} [retryAfter] seconds that the server asked for */
export const pause = (tries, retryAfter = 0) => Math.max(retryAfter * 1000, Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));

/** @param {string} id */
const forget = (id) =>
  alone("outbox", async () => {
    await remove(`outbox:${id}`);
    await write({ outbox: (await read("outbox", /** @type {Waiting[]} */ ([]))).filter((one) => one.id !== id) });
  });

/** @param {string} order_id @returns {RegExp} the number in a text, no longer one that holds it */
export const naming = (order_id) => new RegExp(`(?<!\\d)${order_id}(?!\\d)`);

/** No copy that names this order waits any more; what it says of others comes anew with their next visit. @param {string} order_id digits */
export async function forgetOrder(order_id) {
  const number = naming(order_id);
  for (const { id } of await read("outbox", /** @type {Waiting[]} */ ([]))) {
    const { url = "", body = "" } = (await readAll([`outbox:${id}`]))[`outbox:${id}`] ?? {};
    if (number.test(url.replace(/%[\da-f]{2}/gi, " ")) || number.test(body)) await forget(id);
  }
}

export async function forgetAll() {
  for (const { id } of await read("outbox", /** @type {Waiting[]} */ ([]))) await forget(id);
}

/** A page that the server will never take is told to the buyer, not silently dropped. @param {{url: string, at: string}} one @param {string} text */
const tellUnread = (one, text) =>
  change("unread", /** @type {{url: string, text: string, at: string}[]} */ ([]), (unread) =>
    [{ url: one.url.replace(/\?.*/, ""), text, at: one.at }, ...unread].slice(0, UNREAD_KEPT),
  );

/**
 * Sends what waits, oldest first.
 * @param {Pairing} pairing
 * @returns {Promise<any[]>} the server's answers
 * @throws {ServerError} when no other page would fare better: unreachable, refused, outdated
 */
export async function send(pairing) {
  const answers = [];
  for (const one of await read("outbox", /** @type {Waiting[]} */ ([]))) {
    const pauses = one.notBefore - Date.now();
    if (pauses > 0 && pauses <= LONGEST_PAUSE_MS) continue; // longer: the clock was ahead
    const key = `outbox:${one.id}`;
    const reading = (await readAll([key]))[key];
    if (!reading) {
      await forget(one.id); // the worker died while it was dropped
      continue;
    }
    try {
      answers.push(await ask(pairing, "/api/v1/pages", { method: "POST", body: reading }));
      await forget(one.id);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.failure === "rejected") {
        await tellUnread(one, error.message);
        await forget(one.id);
      } else if (error.failure === "failing") {
        const tries = one.tries + 1;
        const notBefore = Date.now() + pause(tries, error.retryAfter);
        await change("outbox", /** @type {Waiting[]} */ ([]), (waiting) => waiting.map((each) => (each.id === one.id ? { ...each, tries, notBefore } : each)));
      } else {
        throw error;
      }
    }
  }
  return answers;
}
