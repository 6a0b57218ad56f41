/* Draws one order's detail page. */
(async function () {
  "use strict";
  const { make, root, ok, failed, parameter, byTag } = window.shop;
  const orderId = parameter("orderId");

  function item(line, store) {
    return make("div", { className: "order-detail-item" },
      make("div", { className: "order-item-content-img", style: "background-image:url(" + line.itemImgUrl + ")" }),
      make("div", { className: "order-detail-item-content-info" },
        make("div", { className: "item-title" }, make("a", { href: "https:" + line.itemDetailUrl }, line.itemTitle)),
        make("div", { className: "item-sku-attr order-item-content-info-sku" }, (line.skuAttrs || []).map((one) => one.text).join(", ")),
        make("div", { className: "item-price" }, line.itemPriceText + " ", make("span", { className: "item-price-quantity" }, "x" + line.quantity)),
        line.etaAndTrack ? make("div", { className: "order-item-content-info-number" }, line.etaAndTrack.expectDeliveryDateTitle) : null));
  }

  function draw(answer) {
    const found = byTag(answer);
    const status = found.detail_order_status_block;
    const dates = found.detail_simple_order_info_component;
    const progress = found.detail_service_progress_bar;
    const services = found.detail_order_services;
    const goods = found.detail_product_block;
    const total = found.detail_order_price_block.totalPrice;
    const row = (title, value) => (value ? make("div", { className: "info-row" }, make("span", {}, title), make("span", {}, String(value))) : null);
    root().replaceChildren(make("h1", {}, "Order details"), make("div", { className: "order-detail" },
      make("div", {},
        make("div", { className: "panel order-status" }, make("div", { className: "order-block-title" }, status.title), make("div", { className: "order-status-content" }, status.reminder || ""),
          progress ? make("div", { className: "service-progress" }, ...progress.nodes.map((node) => make("div", { className: "service-progress-node-info" }, make("div", {}, node.text), make("div", {}, node.time)))) : null),
        make("div", { className: "panel" }, make("div", { className: "order-detail-item-store" }, make("span", { className: "store-name" }, goods.sellerVO.sellerName)), ...goods.productVOList.map((line) => item(line))),
        services ? make("div", { className: "panel" }, ...services.data.map((one) => make("div", { className: "service" }, make("b", {}, one.title + ": "), one.content))) : null),
      make("div", { className: "panel order-detail-order-info" },
        row(dates.orderIdTitle, dates.tradeOrderId), row(dates.orderCreatTimeTile, dates.orderCreatTime), row(dates.payTimeTitle, dates.payTime), row(dates.orderShipTimeTile, dates.orderShipTime),
        row(dates.orderEndTimeTile, dates.orderEndTime), row(dates.paymentMethodTitle, dates.paymentMethod), row(total.title, total.value))));
  }

  const answer = await window.lib.mtop.request({ api: "mtop.aliexpress.trade.buyer.order.detail", v: "1.0", data: { tradeOrderId: orderId, channel: "tracking", clientPlatform: "pc", _lang: "en_US", timeZone: "GMT+01:00" }, type: "GET", dataType: "jsonp" });
  if (!ok(answer)) return failed(answer);
  window.shop.redraw = () => draw(answer);
  draw(answer);
  return undefined;
})();
