import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { alarms, reset } from "./chrome.js";
const { ALARM, MOST_ORDERS, end, next, offer, openOrders, start } = await import("../../../extension/background/reading.js");
const { read, write } = await import("../../../extension/background/state.js");

const NOW = Date.parse("2026-11-23T12:00:00Z");
const HOUR = 3_600_000;
const row = (order_id, more = {}) => ({ order_id, numbers: [], status: "shipped", ...more });
const readBefore = (hours) => new Date(NOW - hours * HOUR).toISOString();

/** What the page answers, one after the other; the last one again and again. @type {string[]} */
let rets = [];
/** @type {any[]} */
let asked = [];
let tabs = [];
/** What the worker brought into an order list. @type {any[]} */
let injected = [];

beforeEach(() => {
  reset();
  rets = ["SUCCESS::SUCCESS"];
  asked = [];
  tabs = [];
  injected = [];
  Object.assign(globalThis.chrome, {
    tabs: { query: async () => tabs, create: async ({ url }) => ({ id: 77, url }), remove: async (id) => void asked.push(["closed", id]) },
    scripting: {
      executeScript: async ({ target, world, args, files }) => {
        if (world !== "MAIN") return [{ result: injected.push(files ?? args[0]) }];
        asked.push([target.tabId, world, args[0], args[1].tradeOrderId]);
        const ret = rets.length > 1 ? rets.shift() : rets[0];
        if (ret === "gone") throw new Error("No tab with id");
        return [{ result: ret }];
      },
    },
  });
});

test("open orders: those of which a page was not read for a day, the oldest first, and no more than a run takes", () => {
  const fresh = { order_list: readBefore(1), order_detail: readBefore(1), order_tracking: readBefore(1) };
  const rows = [
    row("1", { pages_read: fresh }),
    row("2", { pages_read: { ...fresh, order_detail: readBefore(25) } }),
    row("3", { pages_read: { ...fresh, order_detail: readBefore(40), order_tracking: readBefore(40) } }),
    row("4"),
    row("5", { settled: true }),
    row("6", { status: "unpaid" }),
    row("7", { status: "processing", pages_read: { order_list: readBefore(1) } }),
  ];
  assert.deepEqual(openOrders(rows, NOW), [
    { order_id: "4", pages: ["order_detail", "order_tracking"] },
    { order_id: "7", pages: ["order_detail"] },
    { order_id: "3", pages: ["order_detail", "order_tracking"] },
    { order_id: "2", pages: ["order_detail"] },
  ]);
  assert.equal(openOrders(Array.from({ length: 90 }, (_, n) => row(String(n))), NOW).length, MOST_ORDERS);
});

test("detail, then tracking, order by order, by the page's own client", async () => {
  tabs = [{ id: 5, active: false }, { id: 6, active: true }];
  await write({ list: [row("1"), row("2", { status: "processing" })] });
  await start();
  while (!(await read("reading")).over) await next();
  assert.deepEqual(asked.map(([tab, world, api, id]) => [tab, world, api.split(".").at(-1), id]), [
    [6, "MAIN", "detail", "1"], [6, "MAIN", "querydetail", "1"], [6, "MAIN", "detail", "2"],
  ]);
  assert.equal((await read("reading")).over, "done");
  assert.equal(alarms.has(ALARM), false);
});

test("where no order page is open, one is opened for it and closed after it", async () => {
  await write({ list: [row("1", { status: "processing" })] });
  await start();
  await next();
  assert.deepEqual(asked, [[77, "MAIN", "mtop.aliexpress.trade.buyer.order.detail", "1"], ["closed", 77]]);
});

for (const wall of ["FAIL_SYS_USER_VALIDATE,RGV587_ERROR::SM", "FAIL_SYS_SESSION_EXPIRED::Session expired", "no answer", "no client"]) {
  test(`the first wall ends it, and leaves the tab for the buyer to look at: ${wall}`, async () => {
    await write({ list: [row("1"), row("2")] });
    rets = ["SUCCESS::SUCCESS", wall];
    await start();
    await next();
    assert.equal((await read("reading")).over, "blocked");
    assert.equal(asked.length, 2);
  });
}

test("one order that cannot be shown is passed over, two in a row end it", async () => {
  await write({ list: [row("1"), row("2"), row("3")] });
  rets = ["FAIL_BIZ_ORDER::no such order", "SUCCESS::SUCCESS", "FAIL_BIZ_ORDER::no such order"];
  await start();
  await next();
  await next();
  assert.equal((await read("reading")).over, undefined);
  await next();
  assert.equal((await read("reading")).over, "blocked");
});

test("a tab that the buyer closed ends it, and so does the buyer", async () => {
  await write({ list: [row("1"), row("2")] });
  rets = ["gone"];
  await start();
  assert.equal((await read("reading")).over, "stopped");
  rets = ["SUCCESS::SUCCESS"];
  await start();
  await end("stopped");
  await next();
  assert.equal(asked.filter(([tab]) => tab !== "closed").length, 2);
});

test("started twice it runs once", async () => {
  await write({ list: [row("1"), row("2")] });
  await start();
  await start();
  assert.equal(asked.length, 1);
});

test("on an order list it is offered where something is unread, follows what runs, and tells a wall for an hour only", async () => {
  await write({ list: [row("1", { settled: true })] });
  await offer(8);
  assert.deepEqual(injected, []);
  await write({ list: [row("1"), row("2")] });
  await offer(8);
  assert.deepEqual(injected.at(-1), { count: 2, done: 0, total: 0, blocked: false });
  await start(8);
  assert.deepEqual(injected.at(-1), { count: 2, done: 1, total: 2, blocked: false });
  rets = ["FAIL_SYS_USER_VALIDATE"];
  await next();
  assert.equal(injected.at(-1).blocked, true);
  await write({ reading: { ...(await read("reading")), ended_at: Date.now() - 2 * HOUR } });
  await offer(8);
  assert.deepEqual(injected.at(-1), { count: 2, done: 2, total: 0, blocked: false });
});
