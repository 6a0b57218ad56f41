// The clock of the computer was ahead, and is set right: nothing waits until that time comes again, nothing counts as new.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { alarms, reset, stored } from "./chrome.js";
const { badgeNow, isCounted } = await import("../../../extension/background/counted.js");
const { send } = await import("../../../extension/background/outbox.js");
const { ALARM, keepRounds } = await import("../../../extension/background/rounds.js");

const DAY = 86_400_000;
const iso = (ms) => new Date(ms).toISOString();
const pairing = { port: 1, token: "t", client_id: "c", paired_at: "" };

beforeEach(reset);

test("the alarm of the rounds is set where it was lost, where it would ring in days", async () => {
  const right = { scheduledTime: Date.now() + 20_000, periodInMinutes: 0.5 };
  const set = { periodInMinutes: 0.5, delayInMinutes: 0.5 };
  for (const [before, after] of [[undefined, set], [{ ...right, scheduledTime: Date.now() + DAY }, set], [right, right]]) {
    alarms.clear();
    if (before) alarms.set(ALARM, before);
    await keepRounds();
    assert.deepEqual(alarms.get(ALARM), after);
  }
});

test("what was counted a day ahead of now is as old as what was counted a day ago", () => {
  const now = Date.now();
  const server = { state: "unreachable", at: iso(now), since: iso(now), clock_moved_by: 0 };
  const order = { badge: { level: "act", icon: "clock", text: "3 days left", title: "" }, urgent_at: iso(now + 3 * DAY) };
  for (const days of [-1, 1]) {
    const then = { ...server, answered_at: iso(now + days * DAY) };
    assert.equal(isCounted(then, now), false);
    assert.equal(badgeNow(order, then, now).text, "not_watched");
  }
  assert.equal(badgeNow(order, { ...server, answered_at: iso(now) }, now).text, "3 days left");
});

test("a page that was to wait until a time a day ahead is sent", async () => {
  const waiting = (notBefore) => ({ id: "x", url: "https://www.aliexpress.com/", at: iso(Date.now()), size: 9, tries: 1, notBefore });
  globalThis.fetch = async () => new Response("{}");
  for (const [ahead, sent] of [[DAY, 1], [60_000, 0]]) {
    Object.assign(stored, { outbox: [waiting(Date.now() + ahead)], "outbox:x": { id: "x" } });
    assert.equal((await send(pairing)).length, sent);
  }
});
