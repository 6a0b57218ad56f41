// Passes on what page/copy.js copied. The page can forge it: only shape, host, size are believed, and all that ever
// follows is that a text goes to the buyer's own server, which checks it anew.
(() => {
  "use strict";
  const ORDER_API =
    /^https:\/\/(?:[\w-]+\.)*aliexpress\.(?:com|us)\/(?:[^?#]*\/)?mtop\.(?:aliexpress\.trade\.buyer\.order\.(?:list|detail)|ae\.ld\.querydetail|aliexpress\.buyer\.reverse\.\w+)\//i;
  const MOST_CHARACTERS = 6 * 1024 * 1024;
  const MOST_A_MINUTE = 60;

  let minute = 0;
  let passed = 0;
  const tooMany = () => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, passed] = [now, 0];
    passed += 1;
    return passed > MOST_A_MINUTE;
  };

  /** The tracking answer does not say whose it is: where the call does not either, the page's own address does. @param {string} address */
  const withOrder = (address) => {
    const order = new URLSearchParams(location.search).get("tradeOrderId");
    if (!order || !/querydetail/i.test(address) || address.includes("tradeOrderId")) return address;
    const url = new URL(address);
    url.searchParams.set("data", JSON.stringify({ tradeOrderId: order }));
    return url.href;
  };

  /** @param {Event} event */
  const heard = (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const end = typeof detail === "string" && detail.length <= MOST_CHARACTERS ? detail.indexOf("\n") : -1;
    const url = end > 0 && end <= 16_384 ? detail.slice(0, end) : "";
    const body = detail?.slice?.(end + 1);
    if (!ORDER_API.test(url) || !body || tooMany()) return;
    const seen_at = new Date().toISOString();
    // The page is just taking in its answer: that goes first.
    setTimeout(() => orderwarden.send({ type: "page_copied", url: withOrder(url), body, seen_at, language: document.documentElement.lang || navigator.language }));
  };

  window.addEventListener("orderwarden-copy", heard);
  orderwarden.onEnd(() => window.removeEventListener("orderwarden-copy", heard));
})();
