// Where on the shop's pages an order stands. Every selector is here, with the page it belongs to.
(() => {
  "use strict";
  const CARD = ".order-item"; // /p/order/index.html; on m. the card is itself the link
  const CARD_STATUS = ".order-item-header-status-text, [class*='order-item-header-status']";
  const CARD_HEADER = '.order-item-header-right-info, [data-pl="order_item_header_info"], [class*="orderSKUId--"]';
  const REFUND = '[class*="orderItem--orderItem--"]'; // /p/refund-dispute/list.html
  const REFUND_STATUS = '[class*="orderStatusDesc--"], [class*="orderSKUTitle--"]';
  const LINKS = 'a[href*="orderId="], a[href*="OrderId="]';
  // Most wanted first. /p/order/detail.html and /p/tracking/index.html: one order, named in the address.
  const DETAIL_TITLES = [".order-status .order-block-title", ".order-block-title", ".order-status"];
  const TRACKING_TITLES = ['[class*="arrival-time-v2--title"]', '[class*="logistic-info-v2--carrierTitle"]', '[class*="logistic-info-v2--mailNoValue"]'];

  /** @param {string | null | undefined} href */
  const idIn = (href) => /[?&](?:orderId|tradeOrderId)=(\d{10,20})(?!\d)/.exec(href ?? "")?.[1];

  /** @param {Element} card */
  const idOf = (card) => {
    const id = idIn(card.getAttribute("href") ?? card.querySelector(LINKS)?.getAttribute("href"));
    if (id) return id;
    for (const link of card.querySelectorAll(LINKS)) {
      const id = idIn(link.getAttribute("href"));
      if (id) return id;
    }
    return /(?<!\d)\d{13,20}(?!\d)/.exec(card.querySelector(CARD_HEADER)?.textContent ?? "")?.[0];
  };

  /** @returns {Place[]} Each order on the page once a place, in the page's order. */
  orderwarden.places = () => {
    const places = [];
    const refunds = /^[^?#]*\/refund/.test(document.URL);
    for (const card of document.querySelectorAll(refunds ? REFUND : CARD)) {
      const id = idOf(card);
      if (id) places.push({ id, beside: card.querySelector(refunds ? REFUND_STATUS : CARD_STATUS) ?? card });
    }
    const own = places.length === 0 && idIn(document.URL);
    if (own) {
      const titles = document.URL.includes("/tracking/") ? TRACKING_TITLES : DETAIL_TITLES;
      const beside = titles.map((title) => document.querySelector(title)).find((found) => found !== null);
      if (beside) places.push({ id: own, beside });
    }
    return places;
  };
})();
