// The way from a page's badges (and from the popup, which shows the same cards) to the worker.
(() => {
  "use strict";
  /** @type {Set<() => void>} */
  const endings = new Set();

  globalThis.orderwarden = /** @type {typeof orderwarden} */ ({
    /** When the extension was updated or removed under the page, everything of ours leaves the page. */
    async send(message) {
      try {
        return await chrome.runtime.sendMessage(message);
      } catch {
        if (!chrome.runtime?.id) orderwarden.end();
        return undefined;
      }
    },
    onEnd(ending) {
      endings.add(ending);
    },
    end() {
      for (const ending of endings) ending();
      endings.clear();
    },
  });
})();
