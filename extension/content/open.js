// What a badge opens into: the order's card, beside the badge and in the page's scroll; and the banner over the top. Brought
// into the page by the worker when the first card is opened, or when something is critical.
(() => {
  "use strict";
  const { element, word } = orderwarden;
  const LEAST_TALL = 320;
  const MOST_ABOUT = 40; // until when, and what to do, come after it
  /** @type {Opened | undefined} */
  let open;
  /** @type {{host: HTMLElement, says: string} | undefined} */
  let banner;
  const dismissed = new Set();

  /** @param {HTMLElement} panel @returns {HTMLElement | null} */
  const title = (panel) => panel.querySelector("#ow-title");

  /** Below the badge, or above where there is more room, all of it in view; it scrolls with the page. @param {HTMLElement} panel @param {HTMLElement} from */
  const putBeside = (panel, from) => {
    const badge = from.getBoundingClientRect();
    const { width, height } = panel.getBoundingClientRect();
    const room = { below: window.innerHeight - badge.bottom - 14, above: badge.top - 14 };
    const below = room.below >= Math.min(height, 320) || room.below >= room.above;
    const tall = Math.min(height, Math.max(below ? room.below : room.above, Math.min(LEAST_TALL, window.innerHeight - 16)));
    const start = getComputedStyle(from).direction === "rtl" ? badge.right - width : badge.left;
    const left = Math.max(8, Math.min(start, document.documentElement.clientWidth - width - 8));
    const top = Math.max(8, Math.min(below ? badge.bottom + 6 : badge.top - tall - 6, window.innerHeight - tall - 8));
    panel.style.maxHeight = `${tall}px`;
    panel.style.left = `${left + window.scrollX}px`;
    panel.style.top = `${top + window.scrollY}px`;
  };

  /** @param {Said} said @param {HTMLElement} panel @returns {Context} */
  const contextOf = (said, panel) => ({ ...said, send: orderwarden.send, close: () => panel.hidePopover() });

  /** The card that is open; none where the page threw it away with what it drew anew. */
  const opened = () => (open?.host.isConnected ? open : undefined);

  /** @param {string} id @param {HTMLElement} from @param {Said} said */
  const show = async (id, from, said) => {
    const order = await orderwarden.send({ type: "order", id });
    if (!order?.order_id) return;
    opened()?.panel.hidePopover();
    const { host, root } = orderwarden.hidden("orderwarden-card", orderwarden.cardLook);
    const panel = element("div", { class: "ow floating", popover: "auto", role: "dialog", "aria-labelledby": "ow-title" });
    panel.append(orderwarden.card(order, contextOf(said, panel)));
    root.append(panel);
    document.body.append(host);
    open = { id, host, root, panel };
    panel.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
      const inside = root.activeElement !== null;
      host.remove();
      if (open?.panel === panel) open = undefined;
      if (inside) from.focus();
    });
    panel.showPopover();
    putBeside(panel, from);
    title(panel)?.focus({ preventScroll: true });
  };

  /** An open card follows what changed, and goes with its order. @param {Opened} card @param {Said} said */
  const renewCard = async ({ id, panel }, said) => {
    const order = await orderwarden.send({ type: "order", id });
    if (!order) return; // the worker did not answer
    if (!order.order_id) return panel.hidePopover();
    const before = panel.querySelector(".card");
    if (before) orderwarden.exchange(before, orderwarden.card(order, contextOf(said, panel)));
  };

  /** What the worker said last. @type {Said | undefined} */
  let known;

  /** @param {Notice} notice */
  const bannerOf = (notice) => {
    const { host, root } = orderwarden.hidden("orderwarden-banner", orderwarden.cardLook);
    root.append(
      element(
        "div",
        { class: "ow banner critical", role: "alert", dir: orderwarden.direction() },
        orderwarden.icon("warning"),
        element("span", { dir: "auto", title: notice.do }, orderwarden.line(notice.about?.slice(0, MOST_ABOUT), notice.title, notice.do)),
        notice.link && element("a", { class: "button", href: notice.link }, word("open_order")),
        element("button", { class: "button", type: "button", click: () => (dismissed.add(notice.id), paintBanner(known)) }, word("hide")),
      ),
    );
    return host;
  };

  /**
   * A thin line over the top for what costs money now; it moves nothing, goes away for this visit when asked, and comes
   * again where the page threw it away.
   * @param {Said | undefined} said
   */
  const paintBanner = (said) => {
    known = said;
    const notice = said?.critical.find(({ id }) => !dismissed.has(id));
    const says = JSON.stringify(notice);
    if (banner && banner.says !== says) {
      banner.host.remove();
      banner = undefined;
    }
    if (!notice) return;
    banner ??= { host: bannerOf(notice), says };
    if (!banner.host.isConnected) document.body.append(banner.host);
  };

  orderwarden.opening = {
    async toggle(id, from, said) {
      if (opened()?.id === id) opened()?.panel.hidePopover();
      else await show(id, from, said);
    },
    banner: paintBanner,
    async renew(said) {
      paintBanner(said);
      const card = opened();
      if (card) await renewCard(card, said);
    },
  };

  orderwarden.onEnd(() => {
    open?.host.remove();
    banner?.host.remove();
  });
})();
