import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { reset, stored } from "./chrome.js";
const { forgetOrder, hash, lasting, overflow, pause, put, send } = await import("../../../extension/background/outbox.js");

const URL_LIST = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/?data=%7B%7D";
const page = (body, url = URL_LIST) => ({ url, body, seen_at: "2026-11-25T10:00:00Z", language: "en" });
const pairing = { port: 1, token: "t", client_id: "c", paired_at: "" };

beforeEach(reset);

const answering = (status, body = {}, headers = {}) => {
  const asked = [];
  globalThis.fetch = async (url, request) => {
    asked.push({ url, ...request });
    return new Response(JSON.stringify(body), { status, headers });
  };
  return asked;
};

test("the signature and what changes with each call are no part of a page's address", () => {
  assert.equal(lasting(`${URL_LIST}&sign=abc&t=17&callback=mtopjsonp1&appKey=1#x`), URL_LIST);
});

test("a reading's id is the SHA-256 of its address and body", async () => {
  assert.equal(await put(page("{}")), await hash(`${URL_LIST}{}`));
  assert.equal(await hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("the same page twice waits once", async () => {
  await put(page("{}"));
  await put(page("{}"));
  assert.equal(stored.outbox.length, 1);
});

test("where not all fits, superseded readings go first, then the oldest", () => {
  const one = (id, url, size) => ({ id, url, size, at: "", tries: 0, notBefore: 0 });
  const waiting = [one("1", "a", 4), one("2", "b", 4), one("3", "b", 4), one("4", "c", 4)];
  assert.deepEqual(overflow(waiting, 16), []);
  assert.deepEqual(overflow(waiting, 12).map(({ id }) => id), ["2"]);
  assert.deepEqual(overflow(waiting, 8).map(({ id }) => id), ["2", "1"]);
});

test("what was sent is forgotten, with its token and protocol said", async () => {
  const id = await put(page("{}"));
  const asked = answering(200, { kind: "order_list" });
  assert.deepEqual(await send(pairing), [{ kind: "order_list" }]);
  assert.deepEqual(Object.keys(stored), ["outbox"]);
  assert.deepEqual(stored.outbox, []);
  assert.equal(asked[0].headers.Authorization, "Bearer t");
  assert.equal(asked[0].headers["X-Orderwarden-Protocol"], "1");
  assert.equal(JSON.parse(asked[0].body).id, id);
});

test("a round that begins while a page is put away never takes it for lost", async () => {
  const { set } = globalThis.chrome.storage.local;
  const asked = answering(200, { kind: "order_list" });
  /** @type {Promise<unknown>[]} */
  const rounds = [];
  globalThis.chrome.storage.local.set = async (values) => {
    if (Object.keys(values).every((key) => key.startsWith("outbox:"))) await new Promise((resolve) => setTimeout(resolve, 50));
    await set(values);
    if ("outbox" in values && rounds.length === 0) rounds.push(send(pairing));
  };
  await put(page("{}"));
  globalThis.chrome.storage.local.set = set;
  await Promise.all(rounds);
  await send(pairing);
  assert.equal(asked.length, 1);
  assert.deepEqual(stored, { outbox: [] });
});

test("a server that is not there leaves everything waiting", async () => {
  await put(page("{}"));
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(send(pairing), { failure: "unreachable" });
  assert.equal(stored.outbox.length, 1);
});

test("a page that the server will never take is told, not kept", async () => {
  await put(page("{}"));
  answering(413, { error: { code: "too_large", message: "the body is too large" } });
  await send(pairing);
  assert.deepEqual(stored.outbox, []);
  assert.equal(stored.unread[0].text, "the body is too large");
});

test("a failing server is asked again later, each time later, as late as it says", async () => {
  await put(page("{}"));
  const asked = answering(503, {}, { "Retry-After": "90" });
  await send(pairing);
  await send(pairing);
  assert.equal(asked.length, 1);
  assert.ok(stored.outbox[0].notBefore >= Date.now() + 80_000);
  assert.deepEqual([pause(1), pause(2), pause(30)], [30_000, 60_000, 3_600_000]);
});

test("a page that does not fit into the browser's storage is told, and blocks nothing", async () => {
  const { set } = globalThis.chrome.storage.local;
  globalThis.chrome.storage.local.set = async (values) => {
    if (Object.keys(values).some((key) => key.startsWith("outbox:"))) throw new Error("quota");
    return set(values);
  };
  await put(page("{}"));
  globalThis.chrome.storage.local.set = set;
  assert.equal(stored.outbox, undefined);
  assert.equal(stored.unread[0].text, "quota");
});

test("of an erased order no copy waits any more, whether its number stands in the page or in the address", async () => {
  const order = "3041234567890017";
  const tracking = `https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/?data=${encodeURIComponent(JSON.stringify({ tradeOrderId: order }))}`;
  await put(page(`{"orders":[{"orderId":${order}},{"orderId":"3041234567890027"}]}`));
  await put(page("{}", tracking));
  const kept = [await put(page('{"orderId":"3041234567890027"}')), await put(page(`{"orderId":"1${order}"}`)), await put(page(`{"orderId":"${order}1"}`))];
  await forgetOrder(order);
  assert.deepEqual(stored.outbox.map(({ id }) => id), kept);
  assert.deepEqual(Object.keys(stored).sort(), ["outbox", ...kept.map((id) => `outbox:${id}`)].sort());
});
