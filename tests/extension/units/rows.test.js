import assert from "node:assert/strict";
import { test } from "node:test";
import "./chrome.js";
const { numberIn } = await import("../../../extension/background/menu.js");
const { digitsIn } = await import("../../../extension/background/digits.js");
const { matches } = await import("../../../extension/popup/rows.js");

test("a parcel's number is found however it was typed or copied", () => {
  const ways = ["rr123456785de", " RR 123 456 785 DE ", "RR-123456785-DE", "RR\u2013123456785\u2013DE", "\u200eRR123456785DE\u200f", "RR123456785DE.", "#RR123456785DE,", "RR١٢٣٤٥٦٧٨٥DE", "RR۱۲۳۴۵۶۷۸۵DE", "ＲＲ１２３４５６７８５ＤＥ"];
  for (const way of ways) assert.equal(numberIn(way), "RR123456785DE", way);
  for (const no of ["", "lamp", "<b>hello</b>", "rr/123456785/de", "12", "ΑΒΓΔ12345678"]) assert.equal(numberIn(no), undefined, no);
});

test("digits are digits in Arabic and Persian writing too", () => {
  assert.equal(digitsIn("٤٨٣ ٩٢٠"), "483920");
  assert.equal(digitsIn("۴۸۳-۹۲۰"), "483920");
  assert.equal(digitsIn("４８３９２０"), "483920");
  assert.equal(digitsIn("code"), "");
});

const row = { order_id: "3041234567890017", title: "Işık, łóżko und Größe", store: "Café", numbers: ["RR123456785DE", "LP00417200000018"] };

test("an order is found by its number or its parcel's, however it is written", () => {
  for (const query of ["RR-123456785-DE", "rr 12345678 5 de", "rr١٢٣٤٥٦٧٨٥de", "3041-2345-6789-0017", "٣٠٤١٢٣٤٥٦٧٨٩٠٠١٧", "\u200e3041234567890017", "LP004172"]) assert.ok(matches(row, query), query);
  for (const query of ["RR-123456786-DE", "3041-2345-6789-0018"]) assert.ok(!matches(row, query), query);
});

test("letters that do not come apart are found by their plain ones, and as they are", () => {
  for (const query of ["ışık", "isik", "IŞIK", "łóżko", "lozko", "größe", "grosse", "cafe"]) assert.ok(matches(row, query), query);
});
