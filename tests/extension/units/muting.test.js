import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { reset } from "./chrome.js";
const { mute } = await import("../../../extension/background/muting.js");
const { read, write } = await import("../../../extension/background/state.js");

const pairing = { port: 1, token: "t", client_id: "c", paired_at: "" };
const notice = { id: "n1", covers: ["n1"], kind: "late", level: "info", at: "2026-11-25T10:00:00Z", order_ids: ["1", "2"], title: "Late", state: "due" };
/** @type {any} */
let settings;
let put = 0;

beforeEach(async () => {
  reset();
  settings = { muted: [{ order_id: "1", kind: "late" }] };
  put = 0;
  globalThis.fetch = async (_, { method = "GET", body } = {}) => {
    if (method === "PUT") {
      settings = { ...settings, ...JSON.parse(body) };
      put += 1;
    }
    return new Response(JSON.stringify(settings), { headers: { "Content-Type": "application/json" } });
  };
  await write({ notices: [notice], shown: { n1: { at: "" } } });
});

test("one kind of every order that the notice is about; what was muted stays, nothing twice", async () => {
  await mute(pairing, "n1", false);
  assert.deepEqual(settings.muted, [{ order_id: "1", kind: "late" }, { order_id: "2", kind: "late" }]);
  assert.deepEqual(await read("notices"), []);
  assert.deepEqual((await read("events")).map(({ id, what }) => [id, what]), [["n1", "acknowledged"]]);
  assert.equal((await read("muted_as"))["2/late"], "Late");
});

test("everything about its orders", async () => {
  await mute(pairing, "n1", true);
  assert.deepEqual(settings.muted, [{ order_id: "1", kind: "late" }, { order_id: "1" }, { order_id: "2" }]);
});

test("a notice that is gone mutes nothing", async () => {
  await mute(pairing, "n9", true);
  assert.equal(put, 0);
});
