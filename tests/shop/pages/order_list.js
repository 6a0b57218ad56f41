/* Draws the order list; further pages come by POST behind "View orders", tabs ask again in place. */
(function () {
  "use strict";
  const { make, root, ok, failed, byScript } = window.shop;
  const LIST = "mtop.aliexpress.trade.buyer.order.list";
  let last = null;
  let drawn = [];
  let tab = "all";

  const asked = (statusTab) => ({ statusTab, renderType: "init", clientPlatform: "pc", shipToCountry: "DE", _lang: "en_US", timeZone: "GMT+01:00", _currency: "EUR" });

  function picture(line) {
    return make("a", { href: "https:" + line.itemDetailUrl, className: "order-item-content-img", style: "background-image:url(" + line.itemImgUrl + ")" });
  }

  function content(order) {
    if (order.orderLines.length > 1) {
      return make("div", { className: "order-item-content-body" }, make("div", { className: "order-item-content-img-list" }, ...order.orderLines.map(picture)));
    }
    const line = order.orderLines[0];
    const sku = (line.skuAttrs || []).map((pair) => pair.text).join(", ");
    return make("div", { className: "order-item-content-body" }, picture(line),
      make("div", { className: "order-item-content-info" },
        make("div", { className: "order-item-content-info-name" }, make("a", { href: "https:" + line.itemDetailUrl }, make("span", { title: line.itemTitle }, line.itemTitle))),
        make("div", { className: "order-item-content-info-sku" }, sku),
        make("div", { className: "order-item-content-info-number" }, line.itemPriceText + " ", make("span", { className: "order-item-content-info-number-quantity" }, "x" + line.quantity))));
  }

  function price(order) {
    if (!order.totalPriceText) return null;
    return make("div", { className: "order-item-content-opt-price" }, make("span", { className: "order-item-content-opt-price-total" }, order.totalPriceTitle + ": ",
      make("div", { className: "es--wrap--1Hlfkoj", style: "display:inline" }, ...[...order.totalPriceText].map((sign) => make("span", { className: "es--char--1Hlfkoj" }, sign)))));
  }

  function button(action, index) {
    const link = make("a", { className: "order-item-btn" + (index ? "" : " primary") }, action.text);
    if (action.href) link.href = action.href;
    return link;
  }

  function card(order) {
    const expose = ((((order.exposeInfo || {}).itemList || [])[0] || {}).detailList || [])[0];
    const detail = order.orderDetailUrl.includes("orderId=") ? order.orderDetailUrl : order.orderDetailUrl + "?orderId=" + order.orderId;
    return make("div", { className: "order-item" },
      make("div", { className: "order-item-header" },
        make("span", { className: "order-item-header-status-text" }, order.statusText),
        make("div", { className: "order-item-header-right" },
          make("div", { className: "order-item-header-right-info", "data-pl": "order_item_header_info" },
            make("div", {}, order.orderDateTitle + ": " + order.orderDateText), make("div", {}, "Ref. Number: " + order.orderId + " ", make("a", {}, "Copy"))),
          make("a", { "data-pl": "order_item_header_detail", href: detail }, order.orderDetailText + " ›"))),
      make("div", { className: "order-item-store" }, make("a", { className: "order-item-store-name", "data-pl": "order_item_store_name", href: "https:" + order.storePageUrl }, make("span", {}, order.storeName))),
      make("div", { className: "order-item-content" }, content(order), make("div", { className: "order-item-content-opt" }, price(order), ...order.buttons.slice(0, 2).map(button))),
      expose ? make("div", { className: "order-item-bottom-action" }, make("span", { className: "expose-info-item-title" }, expose.title)) : null);
  }

  function ordersOf(answer) {
    const structure = answer.data.hierarchy.structure;
    const body = Object.keys(structure).find((key) => key.startsWith("pc_om_list_body"));
    return (structure[body] || []).map((key) => answer.data.data[key]).filter(Boolean).map((part) => part.fields);
  }

  function part(answer, tag) {
    return Object.values(answer.data.data).find((one) => one.tag === tag);
  }

  function draw() {
    const header = part(last.first, "pc_om_list_header").fields;
    const body = part(last.answer, "pc_om_list_body").fields;
    const tabs = header.statusTabList.map((one) => make("div", { className: "comet-tabs-nav-item" + (one.code === tab ? " comet-tabs-nav-item-active" : ""), onclick: () => ask(one.code) }, one.title));
    const more = make("div", { className: "order-more", "data-pl": "order_more" }, make("button", { onclick: viewMore }, body.hasMoreText));
    root().replaceChildren(
      make("h1", {}, header.pageTitle), make("div", { className: "comet-tabs-nav" }, ...tabs),
      make("div", { className: "order-main" }, make("div", { className: "order-content" }, make("div", { className: "comet-checkbox-group" }, ...drawn.map(card)))),
      body.hasMore ? more : "");
  }

  function first(answer) {
    if (!ok(answer)) return failed(answer);
    last = { first: answer, answer };
    drawn = ordersOf(answer);
    draw();
    return undefined;
  }

  async function ask(code) {
    tab = code;
    first(await window.lib.mtop.request({ api: LIST, v: "1.0", data: asked(code), type: "GET", dataType: "jsonp" }));
  }

  async function viewMore() {
    const { data, linkage, hierarchy, endpoint } = last.answer.data;
    const parts = {};
    for (const [key, one] of Object.entries({ ...last.first.data.data, ...data })) {
      if (one.tag === "pc_om_list_body") parts[key] = { ...one, fields: { ...one.fields, pageIndex: one.fields.pageIndex + 1 } };
      if (one.tag === "pc_om_list_header_action") parts[key] = one;
    }
    const operator = Object.keys(parts).find((key) => key.startsWith("pc_om_list_body"));
    const params = JSON.stringify({ data: JSON.stringify(parts), linkage: JSON.stringify(linkage), hierarchy: JSON.stringify({ structure: hierarchy.structure }), endpoint: JSON.stringify(endpoint), operator });
    const answer = await window.lib.mtop.request({ api: LIST, v: "1.0", data: { params, shipToCountry: "DE", _lang: "en_US" }, type: "POST" });
    if (!ok(answer)) return failed(answer);
    last.answer = answer;
    drawn = drawn.concat(ordersOf(answer));
    draw();
    return undefined;
  }

  /** Draws every card anew, as the real page does when its state changes. */
  window.shop.redraw = draw;

  window.shop.start = function (how) {
    if (how === "init_data_callback") {
      window.__INIT_DATA_CALLBACK__ = first;
      byScript(LIST, asked("all"), "__INIT_DATA_CALLBACK__");
    } else if (how === "prefetch") {
      window.__INIT_DATA_CALLBACK__(first, failed);
    } else {
      ask("all");
    }
  };
})();
