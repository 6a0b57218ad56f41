import assert from "node:assert/strict";
import { test } from "node:test";
import "./chrome.js";
const { handlerFor, isPage } = await import("../../../extension/background/messages.js");
const { failureOf } = await import("../../../extension/background/server.js");
const { count } = await import("../../../extension/background/badge.js");
const { byUrgency, matches, passes } = await import("../../../extension/popup/rows.js");

const shop = { id: "own", tab: { id: 1 }, frameId: 0, url: "https://www.aliexpress.com/p/order/index.html" };
const own = { id: "own", url: "chrome-extension://own/popup/popup.html" };
const may = (type, sender) => handlerFor({ type }, sender) !== undefined;

test("a content script may copy and ask, not pair, and only from a shop's top frame", () => {
  assert.ok(may("page_copied", shop));
  assert.ok(may("badges", shop));
  for (const type of ["pair", "unpair", "acknowledge", "get", "put", "sync", "pack", "keep_picture"]) assert.ok(!may(type, shop), type);
  for (const wrong of [{ ...shop, url: "https://evil.example/" }, { ...shop, url: "https://aliexpress.com.evil.example/" }, { ...shop, frameId: 3 }, { ...shop, tab: undefined }, { ...shop, id: "other" }]) {
    assert.ok(!may("page_copied", wrong), JSON.stringify(wrong));
  }
});

test("only a message page may have words checked, embedded or not, and it may ask nothing else", () => {
  for (const url of ["https://msg.aliexpress.com/msgDetail.htm?x=1", "https://message.aliexpress.us/a.htm", "https://www.aliexpress.com/p/message/index.html?orderId=1"]) {
    assert.ok(may("chat", { ...shop, url, frameId: 4 }), url);
    assert.ok(!may("pair", { ...shop, url }), url);
    assert.ok(!may("badges", { ...shop, url, frameId: 4 }), url);
  }
  for (const url of ["https://msg.aliexpress.com.evil.example/", "https://evil.example/p/message/index.html", shop.url]) assert.ok(!may("chat", { ...shop, url }), url);
});

test("our own pages may do all, strangers nothing", () => {
  for (const type of ["pair", "unpair", "acknowledge", "badges", "order", "mark"]) assert.ok(may(type, own), type);
  assert.ok(!may("toString", own));
  assert.ok(!may("pair", { ...own, id: "other" }));
  assert.ok(!may("pair", { ...own, url: "chrome-extension://other/popup/popup.html" }));
});

test("a copied page has the shop's address, a text and a time", () => {
  const good = { url: "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/", body: "{}", seen_at: Date.parse("2026-11-25T10:00:00Z"), language: "en" };
  assert.ok(isPage(good));
  const wrong = [{ url: "https://evil.example/mtop.ae.ld.querydetail/1.0/" }, { body: "" }, { body: {} }, { body: "x".repeat(6 * 1024 * 1024 + 1) }, { seen_at: "soon" }, { seen_at: 9e15 }, { url: "https://acs.aliexpress.com/h5/mtop.aliexpress.search.recommend/1.0/" }, { url: "https://aliexpress.com.evil.example/h5/mtop.ae.ld.querydetail/1.0/" }, { url: "https://evil.example/?https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/" }, { language: 5 }];
  for (const change of wrong) assert.ok(!isPage({ ...good, ...change }), JSON.stringify(change).slice(0, 80));
});

test("each refusal of the server has its kind", () => {
  const kinds = { 400: "rejected", 401: "refused", 403: "refused", 410: "rejected", 412: "outdated", 413: "rejected", 429: "failing", 500: "failing", 503: "failing" };
  for (const [status, kind] of Object.entries(kinds)) assert.equal(failureOf(Number(status)), kind);
});

const row = (order_id, level, urgent_at, more = {}) => ({ order_id, badge: { level, icon: "", text: "", title: "" }, urgent_at, numbers: [], ...more });

test("the toolbar counts what wants something, in the colour of the worst", () => {
  assert.deepEqual(count([row("1", "info"), row("2", "none")]), { text: "", level: "info" });
  assert.deepEqual(count([row("1", "warn"), row("2", "critical"), row("3", "info")]), { text: "2", level: "critical" });
});

test("the popup lists by level, then by the next instant; what is settled comes last", () => {
  const rows = [row("1", "info", "2026-01-01"), row("2", "act", "2026-03-01"), row("3", "act", "2026-02-01"), row("4", "critical", "2026-01-01", { settled: true }), row("5", "critical")];
  assert.deepEqual(byUrgency(rows).map(({ order_id }) => order_id), ["5", "3", "2", "1", "4"]);
});

test("search finds words of title, store and numbers, in any case and without accents", () => {
  const one = row("3041", "info", undefined, { title: "Café lamp", store: "Lumen", numbers: ["LP00417200000018"] });
  for (const query of ["cafe", "LAMP lumen", "lp004172", "3041", ""]) assert.ok(matches(one, query), query);
  assert.ok(!matches(one, "lamp kettle"));
});

test("filters", () => {
  assert.ok(passes(row("1", "act"), "urgent"));
  assert.ok(!passes(row("1", "info"), "urgent"));
  assert.ok(!passes(row("1", "act", undefined, { settled: true }), "open"));
  assert.ok(passes(row("1", "act", undefined, { settled: true }), "settled"));
});
