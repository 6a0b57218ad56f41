// Passes on what page/copy.js copied. The page can forge it: here only shape and size are looked at, the worker judges the
// address, and all that ever follows is that a text goes to the buyer's own server, which checks it anew.
(() => {
  "use strict";
  const MOST_CHARACTERS = 6 * 1024 * 1024;
  const MOST_A_MINUTE = 60;
  const LONGEST_ADDRESS = 16_384;

  let minute = 0;
  let passed = 0;
  /** @param {number} now ms */
  const tooMany = (now) => {
    const since = now - (now % 60_000);
    if (since !== minute) [minute, passed] = [since, 0];
    passed += 1;
    return passed > MOST_A_MINUTE;
  };

  /** The tracking answer does not say whose it is: where the call does not either, the page's own address does. @param {string} address */
  const withOrder = (address) => {
    if (!/querydetail/i.test(address) || address.includes("tradeOrderId")) return address;
    const order = new URLSearchParams(location.search).get("tradeOrderId");
    if (!order || !URL.canParse(address)) return address;
    const url = new URL(address);
    url.searchParams.set("data", JSON.stringify({ tradeOrderId: order }));
    return url.href;
  };

  /** @param {Event} event */
  const heard = (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (typeof detail !== "string" || detail.length > MOST_CHARACTERS) return;
    const end = detail.indexOf("\n");
    const seen_at = Date.now();
    if (end < 0 || end > LONGEST_ADDRESS || tooMany(seen_at)) return;
    // The page is just taking in its answer: that goes first.
    setTimeout(() => {
      const language = document.documentElement.lang || navigator.language;
      void orderwarden.send({ type: "page_copied", url: withOrder(detail.slice(0, end)), body: detail.slice(end + 1), seen_at, language });
    });
  };

  window.addEventListener("orderwarden-copy", heard);
  orderwarden.onEnd(() => window.removeEventListener("orderwarden-copy", heard));
})();
