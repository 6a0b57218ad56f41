import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { reset, stored } from "./chrome.js";
globalThis.chrome.tabs = { query: async () => [], sendMessage: async () => {} };
globalThis.chrome.action = new Proxy({}, { get: () => async () => {} });
const { sync } = await import("../../../extension/background/sync.js");

const order = (id, more = {}) => ({ order_id: id, title: `order ${id}`, parcels: [{ number: `LP${id}`, sources: [{ source: "s" }] }], ...more });

/** A server that answers these, one after the other; `undefined` is one that cannot. */
function answering(...answers) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(new URL(url).searchParams);
    const answer = answers.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(answer));
  };
  return asked;
}

beforeEach(() => {
  reset();
  stored.pairing = { port: 1, token: "t", client_id: "c", paired_at: "" };
});

test("a long first answer is taken in page by page", async () => {
  const asked = answering(
    { cursor: "a-all-1.2", more: true, full: true, orders: [order("1"), order("2")] },
    { cursor: "a-all-2.3", more: true, full: false, orders: [order("3")] },
    { cursor: "a-3", more: false, full: false, orders: [order("4"), order("1", { title: "changed" })], notices: [], plan: [{ id: "p", at: "2099-01-01T00:00:00Z" }] },
  );
  assert.equal((await sync()).answered, true);
  assert.deepEqual(asked.map((query) => query.get("since")), [null, "a-all-1.2", "a-all-2.3"]);
  assert.ok(asked.every((query) => Number(query.get("at_most")) > 0));
  assert.deepEqual(stored.list.map(({ order_id }) => order_id), ["1", "2", "3", "4"]);
  assert.equal(stored["order:1"].title, "changed");
  assert.equal(stored.cursor, "a-3");
  assert.equal(stored.plan[0].id, "p");
});

test("what is cut off between two pages is asked for again from where it began", async () => {
  stored.cursor = "a-1";
  stored.list = [{ order_id: "9" }];
  stored.notices = [{ id: "n", at: "2026-01-01T00:00:00Z" }];
  answering({ cursor: "a-1-1.2", more: true, orders: [order("1")] });
  assert.equal((await sync()).answered, false);
  assert.equal(stored.cursor, "a-1");
  assert.deepEqual(stored.list, [{ order_id: "9" }]);
  assert.equal(stored.notices.length, 1);
  const asked = answering({ cursor: "a-2", more: false, orders: [order("1")], notices: [] });
  await sync();
  assert.equal(asked[0].get("since"), "a-1");
  assert.deepEqual(stored.list.map(({ order_id }) => order_id), ["9", "1"]);
});

test("when everything is told again, on any page, what was held and is not told goes", async () => {
  stored.cursor = "a-1";
  stored.list = [{ order_id: "9" }];
  stored["order:9"] = order("9");
  answering(
    { cursor: "a-1-1.1", more: true, full: false, orders: [order("1")] },
    { cursor: "b-all-1.2", more: true, full: true, orders: [order("2")] },
    { cursor: "b-3", more: false, full: false, orders: [order("3")], notices: [] },
  );
  await sync();
  assert.deepEqual(stored.list.map(({ order_id }) => order_id), ["2", "3"]);
  assert.deepEqual(Object.keys(stored).filter((key) => key.startsWith("order:")).sort(), ["order:2", "order:3"]);
});

test("an older server knows no pages", async () => {
  answering({ cursor: "a-3", full: true, orders: [order("1")], notices: [], plan: [] });
  await sync();
  assert.equal(stored.cursor, "a-3");
  assert.equal(stored.list.length, 1);
});

test("a server that leads on to nowhere is not asked for ever", async () => {
  const same = { cursor: "a-1", more: true, orders: [] };
  answering(same, same, same, same);
  assert.equal((await sync()).answered, false);
  assert.match(stored.server.message, /does not end/);
});

test("where nothing changed nothing is written anew", async () => {
  stored.cursor = "a-3";
  stored.list = [{ order_id: "9" }];
  answering({ cursor: "a-3", more: false, full: false, orders: [], notices: [] });
  await sync();
  assert.deepEqual(stored.list, [{ order_id: "9" }]);
});
