import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { alarms, notifications, put, reset } from "./chrome.js";
const { ALARM, arm, nextLook, overdue, tellOverdue } = await import("../../../extension/background/plan.js");
const { acknowledge, laterPossible, merge, putOff, safe, show, tellDue } = await import("../../../extension/background/notices.js");
const { read, write } = await import("../../../extension/background/state.js");

const NOW = Date.now();
const iso = (ms) => new Date(NOW + ms).toISOString();
const notice = (id, at, more = {}) => ({ id, covers: [id], kind: "protection", level: "act", at: iso(at), deadline: iso(9e8), order_ids: ["1"], title: id, state: "planned", ...more });
const server = { state: "ok", at: "", since: "", clock_moved_by: 0, language: "en", zone: "UTC" };

beforeEach(async () => {
  reset();
  await write({ server });
});

test("nothing is overdue before its time and the grace", () => {
  const plan = [notice("a", -4000)];
  assert.deepEqual(overdue(plan, {}, NOW, 5000), []);
  assert.equal(overdue(plan, {}, NOW + 1000, 5000)[0].notice.id, "a");
});

test("what is overdue folds to one an order: the most severe, then the latest", () => {
  const plan = [notice("a", -90e6, { level: "info" }), notice("b", -60e6), notice("c", -30e6), notice("d", -30e6, { order_ids: ["2"] })];
  const told = overdue(plan, {}, NOW, 5000);
  assert.deepEqual(told.map(({ notice: { id }, folded }) => [id, folded.map((one) => one.id)]), [["c", ["b", "a"]], ["d", []]]);
});

test("a notice whose deadline is over is not told", () => {
  assert.deepEqual(overdue([notice("a", -9e6, { deadline: iso(-1000) })], {}, NOW, 5000), []);
});

test("the alarm is set to the next planned notice and its grace, on this computer's clock", async () => {
  assert.equal(nextLook([], 0, NOW), undefined);
  assert.equal(nextLook([notice("a", 60_000), notice("b", 30_000)], 0, NOW), NOW + 35_000);
  assert.equal(nextLook([notice("a", 86_400_000)], 86_395_000, NOW), NOW + 10_000);
  await write({ plan: [notice("a", 60_000)] });
  await arm();
  assert.equal(alarms.get(ALARM).when, NOW + 65_000);
  await write({ plan: [] });
  await arm();
  assert.equal(alarms.has(ALARM), false);
});

test("a silent server's notice is shown from the plan, once, and is no news when the server tells it folded", async () => {
  await write({ plan: [notice("a", -6000)] });
  await tellOverdue(false);
  await tellOverdue(false);
  assert.deepEqual(put, ["a"]);
  await write({ notices: [notice("a", -6000, { state: "due" })] });
  await tellDue(server);
  assert.deepEqual(put, ["a"]);
  await write({ notices: [notice("z", -6000, { state: "due", covers: ["a", "b"] })] });
  await tellDue(server);
  assert.deepEqual(put, ["a", "z"]);
  assert.deepEqual([...notifications.keys()], ["z"]);
  assert.deepEqual((await read("events", [])).map(({ id, what }) => [id, what]), [["a", "shown"], ["z", "shown"], ["b", "shown"]]);
});

test("what is told from the plan is due here, until the server says what became of it", async () => {
  const [first, folded] = [notice("a", -6000, { level: "critical" }), notice("b", -7000)];
  await write({ plan: [first, folded] });
  assert.equal(await tellOverdue(false), true);
  assert.equal(await tellOverdue(false), false);
  const [told, ...more] = await read("notices", []);
  assert.deepEqual([told.id, told.covers, more], ["a", ["a", "b"], []]);
  assert.deepEqual(merge([told], [], [first, folded]), { due: [told], over: [] }, "the server has not come to it yet");
  assert.deepEqual(merge([told], [], []), { due: [], over: ["a", "b"] }, "it is neither due nor ahead any more");
  const due = { ...first, state: "due" };
  assert.deepEqual(merge([told], [due], [first]).due, [due], "once");
  assert.deepEqual(merge([told], [{ ...first, id: "z", covers: ["a", "b", "z"], state: "due" }], [first]).due.map(({ id }) => id), ["z"]);
  await acknowledge("a");
  assert.equal(await tellOverdue(false), false);
  assert.deepEqual([await read("notices", []), notifications.size], [[], 0]);
});

for (const settle of [acknowledge, putOff]) {
  test(`where notifications are kept back it is due all the same, and over after ${settle === putOff ? "'later'" : "'got it'"}`, async () => {
    const granted = globalThis.chrome.notifications.getPermissionLevel;
    globalThis.chrome.notifications.getPermissionLevel = async () => "denied";
    await write({ plan: [notice("a", -6000), notice("b", -7000)] });
    assert.equal(await tellOverdue(false), true);
    assert.equal(await tellOverdue(false), false);
    assert.deepEqual((await read("notices", [])).map(({ id }) => id), ["a"]);
    await settle("a");
    assert.equal(await tellOverdue(false), false);
    assert.deepEqual([await read("notices", []), put], [[], []]);
    globalThis.chrome.notifications.getPermissionLevel = granted;
  });
}

test("a server that answers gets a minute to tell it", async () => {
  await write({ plan: [notice("a", -20_000)] });
  await tellOverdue(true);
  assert.deepEqual(put, []);
  await write({ plan: [notice("a", -61_000)] });
  await tellOverdue(true);
  assert.deepEqual(put, ["a"]);
});

test("the same id is replaced, and a browser without buttons still shows it", async () => {
  globalThis.chrome.notifications.knowsNoButtons = true;
  await show(notice("a", 0), server);
  delete globalThis.chrome.notifications.knowsNoButtons;
  assert.equal(notifications.get("a").buttons, undefined);
});

test("put off, it comes back once when its time is there, also without the server", async () => {
  await write({ notices: [notice("a", 0, { state: "due" })] });
  await tellDue(server);
  await putOff("a");
  assert.equal(notifications.size, 0);
  await tellDue(server);
  await tellOverdue(false);
  assert.deepEqual(put, ["a"]);
  await arm();
  assert.ok(Math.abs(alarms.get(ALARM).when - (Date.now() + 86_405_000)) < 5000);
  await write({ server: { ...server, clock_moved_by: 86_410 } });
  await tellOverdue(false);
  await tellOverdue(false);
  assert.deepEqual(put, ["a", "a"]);
});

test("until when it is put off is reported by this computer's clock, to which the server adds what its own was moved by", async () => {
  await write({ server: { ...server, clock_moved_by: 86_400 * 20 }, notices: [notice("a", 0, { state: "due" })] });
  await putOff("a");
  const [{ at, until }] = await read("events", []);
  assert.equal(Date.parse(until) - Date.parse(at), 86_400_000);
  assert.ok(Math.abs(Date.parse((await read("snoozed", {})).a) - NOW - 86_400_000 * 21) < 10_000);
});

test("later is not offered within the last two days: it would not come back", () => {
  assert.equal(laterPossible({ deadline: iso(47 * 3_600_000) }, NOW), false);
  assert.equal(laterPossible({ deadline: iso(49 * 3_600_000) }, NOW), true);
  assert.equal(laterPossible({}, NOW), true);
});

test("acknowledged anywhere, it goes everywhere", async () => {
  const due = notice("a", 0, { state: "due", covers: ["a", "b"] });
  assert.deepEqual(merge([due], [{ ...due, state: "acknowledged" }], []), { due: [], over: ["a", "b"] });
  assert.deepEqual(merge([due], [], []), { due: [], over: ["a", "b"] });
  assert.deepEqual(merge([], [due], []), { due: [due], over: [] });
  await write({ notices: [due] });
  await tellDue(server);
  await acknowledge("a");
  assert.equal(notifications.size, 0);
  assert.deepEqual(await read("notices", []), []);
});

test("only the shop's own pages are opened", () => {
  assert.equal(safe("https://www.aliexpress.com/p/order/detail.html"), "https://www.aliexpress.com/p/order/detail.html");
  for (const link of ["http://www.aliexpress.com/", "https://aliexpress.com.evil.example/", "javascript:alert(1)", "https://evil.example/aliexpress.com/", undefined]) {
    assert.equal(safe(link), undefined);
  }
});

test("what is no notice of the server's is not reported to it", async () => {
  await acknowledge("test");
  assert.deepEqual(await read("events", []), []);
});

test("a notice with a name too long for Chrome has a notification that a click leads back from", async () => {
  const [one, other] = ["x", "y"].map((end) => notice("1".repeat(600) + end, 0, { state: "due" }));
  await write({ notices: [one, other] });
  await tellDue(server);
  assert.equal(notifications.size, 2);
  assert.ok([...notifications.keys()].every((name) => name.length <= 500));
  await putOff([...notifications.keys()][1]);
  assert.deepEqual((await read("events", [])).filter(({ what }) => what === "snoozed").map(({ id }) => id), [other.id]);
});
