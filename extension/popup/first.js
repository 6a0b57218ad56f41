// Asks at once for what the list is drawn from: it comes while the rest of the window is being read.
(() => {
  "use strict";
  const keys = ["pairing", "server", "list", "notices", "problems", "sources", "unread", "outbox", "reading"];
  const stored = chrome.storage.local.get(keys);
  const tabs = chrome.tabs.query({ active: true, currentWindow: true });
  globalThis.begun = { keys, stored, tabs };
})();
