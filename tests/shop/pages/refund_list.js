/* Draws the list of returns and refunds; asked by POST through fetch. */
(async function () {
  "use strict";
  const { make, root, ok, failed } = window.shop;
  const name = (part) => "orderItem--" + part + "--2kXaZ";

  function row(shop, line) {
    return make("div", { className: "panel " + name("orderItem") },
      make("div", { className: name("orderStore") }, shop), make("div", { className: name("orderSKUTitle") }, line.aeItemDTO.itemTitle),
      make("div", { className: name("orderStatusDesc") + " node-time" }, "Opened " + line.gmtCreateFormat),
      make("div", { className: name("orderSKUId") }, "Order ID: " + line.tradeOrderId), make("a", { href: line.buttonDTOList[0].detailUrl }, "View details"));
  }

  const answer = await window.lib.mtop.request({ api: "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer", v: "1.0", data: { pageNo: 1, size: 10, reverseStatus: 1, shipTo: "DE" }, type: "POST", transport: "fetch" });
  if (!ok(answer)) return failed(answer);
  const draw = () => root().replaceChildren(make("h1", {}, "Returns and refunds"), ...answer.data.module.items.flatMap((one) => one.reverseOrderLines.map((line) => row(one.shopName, line))));
  window.shop.redraw = draw;
  draw();
  return undefined;
})();
