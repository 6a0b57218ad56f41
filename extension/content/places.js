// Where on the shop's pages an order stands. Every selector is here, with the page it belongs to.
(() => {
  "use strict";
  const LIST_CARD = ".order-item"; // /p/order/index.html; on m. the card is itself the link
  const CARD_LINKS = 'a[href*="orderId="], a[href*="tradeOrderId="], a[href*="OrderId="]';
  const CARD_HEADER = '.order-item-header-right-info, [data-pl="order_item_header_info"]';
  const CARD_STATUS = ".order-item-header-status-text, [class*='order-item-header-status']";
  // Most wanted first. /p/order/detail.html and /p/tracking/index.html: one order, named in the address.
  const DETAIL_TITLES = [".order-status .order-block-title", ".order-block-title", ".order-status"];
  const TRACKING_TITLES = ['[class*="arrival-time-v2--title"]', '[class*="logistic-info-v2--carrierTitle"]', '[class*="logistic-info-v2--mailNoValue"]'];
  const REFUND_ROW = '[class*="orderItem--orderItem--"]'; // /p/refund-dispute/list.html
  const REFUND_STATUS = '[class*="orderStatusDesc--"], [class*="orderSKUTitle--"]';
  const ROWS = [{ row: LIST_CARD, status: CARD_STATUS }, { row: REFUND_ROW, status: REFUND_STATUS }];
  const ORDER_ID = /^\d{10,20}$/;

  /** @param {string} href */
  const idIn = (href) => {
    const query = new URL(href, location.href).searchParams;
    const id = query.get("orderId") ?? query.get("tradeOrderId") ?? "";
    return ORDER_ID.test(id) ? id : undefined;
  };

  /** @param {Element} card */
  const idOf = (card) => {
    const links = card.matches("a[href]") ? [card, ...card.querySelectorAll(CARD_LINKS)] : card.querySelectorAll(CARD_LINKS);
    for (const link of links) {
      const id = idIn(/** @type {HTMLAnchorElement} */ (link).href);
      if (id) return id;
    }
    return /(?<!\d)\d{13,20}(?!\d)/.exec(card.querySelector(CARD_HEADER)?.textContent ?? "")?.[0];
  };

  /** @returns {Place[]} Each order on the page once a place, in the page's order. */
  orderwarden.places = () => {
    const places = [];
    for (const { row, status } of ROWS) {
      for (const card of document.querySelectorAll(row)) {
        const id = idOf(card);
        if (id) places.push({ id, beside: card.querySelector(status) ?? card });
      }
    }
    const own = places.length === 0 && idIn(location.href);
    if (own) {
      const titles = location.pathname.includes("/tracking/") ? TRACKING_TITLES : DETAIL_TITLES;
      const beside = titles.map((title) => document.querySelector(title)).find((found) => found !== null);
      if (beside) places.push({ id: own, beside });
    }
    return places;
  };
})();
