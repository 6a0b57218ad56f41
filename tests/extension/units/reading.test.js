import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { alarms, reset } from "./chrome.js";
const { ALARM, end, next, offer, start } = await import("../../../extension/background/reading.js");
const { openOrders } = await import("../../../extension/background/unread.js");
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
let created = 0;
/** What the worker brought into an order list. @type {any[]} */
let injected = [];

beforeEach(() => {
  reset();
  rets = ["SUCCESS::SUCCESS"];
  asked = [];
  tabs = [];
  created = 0;
  injected = [];
  Object.assign(globalThis.chrome, {
    tabs: {
      query: async ({ url }) => (String(url).includes("index.html") ? tabs.filter((tab) => tab.list) : tabs),
      get: async (id) => tabs.find((tab) => tab.id === id) ?? Promise.reject(new Error("No tab with id")),
      create: async ({ url }) => {
        created += 1;
        tabs.push({ id: 77, url, active: false });
        return tabs.at(-1);
      },
      remove: async (id) => void asked.push(["closed", id]),
    },
    scripting: {
      executeScript: async ({ target, world, args, files }) => {
        if (world !== "MAIN") return [{ result: injected.push(files ?? args[0]) }];
        asked.push([target.tabId, world, args[0], args[1].tradeOrderId]);
        const ret = rets.length > 1 ? rets.shift() : rets[0];
        if (ret === "closed") tabs = [];
        if (ret === "gone" || ret === "closed") throw new Error("No tab with id");
        return [{ result: await ret }];
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
  assert.equal(openOrders(Array.from({ length: 90 }, (_, n) => row(String(n))), NOW).length, 60);
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

test("an order that cannot be shown is passed over with all its pages, three in a row end it and come last the next time", async () => {
  await write({ list: ["1", "2", "3", "4", "5"].map((id) => row(id)) });
  const no = "FAIL_BIZ_ORDER::no such order";
  rets = [no, no, "SUCCESS::SUCCESS", "SUCCESS::SUCCESS", no];
  await start();
  for (let n = 0; n < 3; n += 1) await next();
  assert.deepEqual(asked.map(([, , , id]) => id), ["1", "2", "3", "3"]);
  assert.equal((await read("reading")).over, undefined);
  for (let n = 0; n < 3; n += 1) await next();
  assert.equal((await read("reading")).over, "done");
  rets = ["SUCCESS::SUCCESS"];
  await start();
  assert.deepEqual((await read("reading")).left.map(({ order_id }) => order_id), ["3", "1", "2", "4", "5"]);
});

test("where nothing at all can be shown it ends soon", async () => {
  await write({ list: ["1", "2", "3", "4"].map((id) => row(id)) });
  rets = ["FAIL_BIZ_ORDER::no"];
  await start();
  await next();
  await next();
  assert.equal((await read("reading")).over, "blocked");
});

test("what is answered after the buyer has stopped and begun anew belongs to neither", async () => {
  let answer = () => {};
  await write({ list: [row("1"), row("2")] });
  rets = [new Promise((done) => (answer = () => done("FAIL_SYS_USER_VALIDATE"))), "SUCCESS::SUCCESS"];
  const first = start();
  while (asked.length === 0) await new Promise(setImmediate);
  await end("stopped");
  await start();
  answer();
  await first;
  const { over, left } = await read("reading");
  assert.equal(over, undefined);
  assert.equal(left[0].pages.length, 2);
});

test("an erased reading does not come back with the answer on its way", async () => {
  let answer = () => {};
  await write({ list: [row("1")] });
  rets = [new Promise((done) => (answer = () => done("SUCCESS::SUCCESS")))];
  const first = start();
  while (asked.length === 0) await new Promise(setImmediate);
  await globalThis.chrome.storage.local.remove(["reading"]);
  answer();
  await first;
  assert.equal(await read("reading"), undefined);
});

test("clicked in two tabs at once, one reading begins and one tab is opened", async () => {
  await write({ list: [row("1"), row("2")] });
  await Promise.all([start(), start()]);
  assert.deepEqual([asked.length, created], [1, 1]);
});

test("a page that never answers ends it", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await write({ list: [row("1")] });
  rets = [new Promise(() => {})];
  const first = start();
  while (asked.length === 0) await new Promise(setImmediate);
  mock.timers.tick(60_000);
  await first;
  mock.timers.reset();
  assert.equal((await read("reading")).over, "blocked");
});

test("a tab that went on to another page of the shop's is asked again, one that left it is not", async () => {
  tabs = [{ id: 5, active: true, url: "https://www.aliexpress.com/p/order/detail.html" }];
  await write({ list: [row("1"), row("2")] });
  rets = ["gone", "SUCCESS::SUCCESS", "gone"];
  await start();
  await next();
  assert.deepEqual(asked.map(([, , , id]) => id), ["1", "1"]);
  assert.equal((await read("reading")).over, undefined);
  tabs[0].url = "https://example.com/";
  await next();
  assert.equal((await read("reading")).over, "stopped");
});

for (const [why, more] of [["the buyer looks at", { active: true }], ["became another page", { url: "https://example.com/" }]]) {
  test(`a tab opened for it stays open if it is one that ${why}`, async () => {
    await write({ list: [row("1", { status: "processing" })] });
    await start();
    Object.assign(tabs[0], more);
    await next();
    assert.equal((await read("reading")).over, "done");
    assert.equal(asked.some(([what]) => what === "closed"), false);
  });
}

test("an order list that a worker before this one told of it hears its end", async () => {
  tabs = [{ id: 9, list: true, active: true, url: "https://www.aliexpress.com/p/order/index.html" }];
  await write({ list: [row("1")], reading: { run: "r", tab: 9, left: [{ order_id: "1", pages: ["order_detail"] }], total: 1, misses: 0 } });
  await next();
  await write({ list: [row("1", { settled: true })] });
  await next();
  assert.deepEqual(injected.at(-1), { count: 0, done: 1, total: 0, blocked: false });
});

test("a tab that the buyer closed ends it, and so does the buyer", async () => {
  await write({ list: [row("1"), row("2")] });
  rets = ["closed"];
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
  tabs = [{ id: 8, list: true, url: "https://www.aliexpress.com/p/order/index.html" }];
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
