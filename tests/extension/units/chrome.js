// As much of the browser's extension API as the worker's modules need under Node: a storage, alarms, notifications.
import { webcrypto } from "node:crypto";

/** @type {Record<string, any>} */
export let stored = {};
/** @type {Map<string, any>} */
export const alarms = new Map();
/** @type {Map<string, any>} */
export const notifications = new Map();
/** @type {string[]} */
export const put = [];

export function reset() {
  stored = {};
  alarms.clear();
  notifications.clear();
  put.length = 0;
}

const asKeys = (keys) => (keys === null || keys === undefined ? Object.keys(stored) : [keys].flat());

globalThis.chrome = {
  storage: {
    local: {
      get: async (keys) => structuredClone(Object.fromEntries(asKeys(keys).filter((key) => key in stored).map((key) => [key, stored[key]]))),
      set: async (values) => void Object.assign(stored, structuredClone(values)),
      remove: async (keys) => void asKeys(keys).forEach((key) => delete stored[key]),
      setAccessLevel: async () => {},
    },
  },
  alarms: {
    create: async (name, alarm) => void alarms.set(name, alarm),
    clear: async (name) => alarms.delete(name),
    get: async (name) => alarms.get(name),
  },
  notifications: {
    create: async (id, options) => {
      if (globalThis.chrome.notifications.knowsNoButtons && options.buttons) throw new TypeError("buttons");
      notifications.set(id, options);
      put.push(id);
      return id;
    },
    clear: async (id) => notifications.delete(id),
    getPermissionLevel: async () => "granted",
  },
  tabs: { query: async () => [] },
  runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}`, getManifest: () => ({ version: "0.0.0", content_scripts: [] }) },
  i18n: { getMessage: (key, filling) => [key, filling].flat().filter(Boolean).join(" ") },
};
globalThis.crypto ??= webcrypto;
if (!globalThis.navigator?.locks) {
  const last = new Map();
  Object.defineProperty(globalThis.navigator, "locks", {
    value: {
      request: (name, work) => {
        last.set(name, (last.get(name) ?? Promise.resolve()).then(work, work));
        return last.get(name);
      },
    },
  });
}
