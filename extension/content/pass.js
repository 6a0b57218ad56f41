// Passes on what page/copy.js copied. The page can forge such messages: only the shape, the host and the size are
// believed, and all that ever follows from one is that a text goes to the buyer's own server, which checks it again.
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

  /** @param {MessageEvent} event */
  const heard = (event) => {
    const copy = event.data;
    if (event.source !== window || event.origin !== location.origin || copy?.orderwarden !== "copy") return;
    event.stopImmediatePropagation(); // the page's own listeners may choke on a message that is not theirs
    const { url, body } = copy;
    if (typeof url !== "string" || url.length > 16_384 || !ORDER_API.test(url)) return;
    if (typeof body !== "string" || !body || body.length > MOST_CHARACTERS || tooMany()) return;
    orderwarden.send({
      type: "page_copied",
      url: withOrder(url),
      body,
      seen_at: new Date().toISOString(),
      language: document.documentElement.lang || navigator.language,
    });
  };

  window.addEventListener("message", heard, true);
  orderwarden.onEnd(() => window.removeEventListener("message", heard, true));
})();
