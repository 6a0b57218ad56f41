import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {string[]} What was listened to. */
const heard = [];
/** A browser that answers nothing: what waits for an answer of it never goes on. @param {string} name @returns {any} */
const silent = (name) =>
  new Proxy(() => {}, {
    get: (_, part) => silent([name, String(part)].filter(Boolean).join(".")),
    apply: () => {
      if (name.endsWith(".addListener")) heard.push(name.replace(".addListener", ""));
      return new Promise(() => {});
    },
  });
globalThis.chrome = silent("");

test("the worker listens to all that may wake it before it waits for anything", async () => {
  await import("../../../extension/background/worker.js");
  const waking = ["alarms.onAlarm", "contextMenus.onClicked", "notifications.onButtonClicked", "notifications.onClicked", "runtime.onInstalled", "runtime.onMessage", "runtime.onStartup"];
  assert.deepEqual(heard.sort(), waking);
});
