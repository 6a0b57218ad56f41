// The browser may end the worker after any of its writes. What it had begun must then be wholly there, or not at all.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { reset, stored } from "./chrome.js";
globalThis.chrome.tabs = { query: async () => [], sendMessage: async () => {} };
globalThis.chrome.action = new Proxy({}, { get: () => async () => {} });
const { acknowledge, putOff, show } = await import("../../../extension/background/notices.js");
const { sync } = await import("../../../extension/background/sync.js");

const MOST_WRITES = 8;
const notice = { id: "n1", covers: ["n1", "n0"], kind: "late", level: "act", at: "2026-11-25T10:00:00Z", order_ids: ["1"], title: "Late", state: "due" };
const server = { state: "ok", at: "2026-11-25T10:00:00Z", since: "2026-11-25T10:00:00Z", clock_moved_by: 0, language: "en", zone: "UTC" };
const { local } = globalThis.chrome.storage;
const { set, remove } = local;

/** Does the work, and is ended after so many writes. @param {number} writes @param {() => Promise<unknown>} work */
async function endedAfter(writes, work) {
  let left = writes;
  const counted = (write) => async (values) => {
    if (left <= 0) throw new Error("ended");
    left -= 1;
    return write(values);
  };
  local.set = counted(set);
  local.remove = counted(remove);
  try {
    await work();
  } catch (error) {
    assert.match(String(error), /ended/);
  } finally {
    Object.assign(local, { set, remove });
  }
}

const events = () => (stored.events ?? []).map(({ id, what }) => `${id} ${what}`);

beforeEach(() => {
  reset();
  Object.assign(stored, { server, notices: [notice] });
});

for (let writes = 0; writes < MOST_WRITES; writes += 1) {
  test(`"Later" is told to the server only if it comes again here (${writes} writes)`, async () => {
    await endedAfter(writes, () => putOff("n1"));
    const told = events().includes("n1 snoozed");
    assert.equal("n1" in (stored.snoozed ?? {}), told);
    assert.equal((stored.plan ?? []).some(({ id }) => id === "n1"), told);
    assert.equal(stored.notices.length, told ? 0 : 1);
  });

  test(`what was seen is told to the server if it is gone here (${writes} writes)`, async () => {
    await endedAfter(writes, () => acknowledge("n1"));
    assert.equal(stored.notices.length, events().includes("n1 acknowledged") ? 0 : 1);
  });

  test(`what counts as shown here is told to the server (${writes} writes)`, async () => {
    await endedAfter(writes, () => show(notice, server));
    assert.deepEqual(Object.keys(stored.shown ?? {}).sort(), events().map((event) => event.split(" ")[0]).sort());
  });

  test(`nothing of a server that was left stays (${writes} writes)`, async () => {
    Object.assign(stored, { cursor: "a-1", list: [{ order_id: "1" }], "order:1": { order_id: "1" }, outbox: [{ id: "x" }], "outbox:x": { id: "x" }, shown: { n1: { at: "" } } });
    await endedAfter(writes, sync);
    await sync(); // the next worker's
    assert.deepEqual(Object.keys(stored).sort(), ["server", "shown"].concat(stored.outbox ? ["outbox"] : []).sort());
    assert.deepEqual(stored.outbox ?? [], []);
  });
}

test("open pages hear what changed also from the worker after the one that took it in", async () => {
  stored.pairing = { port: 1, token: "t", client_id: "c", paired_at: "" };
  stored.cursor = "a-1";
  let heard = 0;
  globalThis.chrome.tabs = { query: async () => [{ id: 1 }], sendMessage: async () => (heard += 1) };
  for (let writes = 0; writes < MOST_WRITES; writes += 1) {
    heard = 0;
    const answer = { cursor: `b-${writes}`, orders: [{ order_id: "1", title: String(writes) }], notices: [], plan: [] };
    const same = { cursor: `b-${writes}`, orders: [], notices: [] };
    globalThis.fetch = async (url) => new Response(JSON.stringify(String(url).includes(`since=b-${writes}&`) ? same : answer));
    await endedAfter(writes, sync);
    await sync();
    assert.ok(heard > 0, `ended after ${writes} writes`);
    assert.equal(stored["order:1"].title, String(writes));
    heard = 0;
    await sync();
    assert.equal(heard, 0, "they hear it once");
  }
});
