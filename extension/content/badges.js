// Draws the badge of every order on the page, keeps it through all re-rendering, and opens it into a card. The badge is
// out of the flow (nothing of the page moves) and in a closed shadow root (no style meets another).
(() => {
  "use strict";
  const { element, word } = orderwarden;
  const SCAN_WITHIN_MS = 150;

  /** What stands beside each place. @type {Map<Element, Drawn>} */
  const drawn = new Map();
  /** Badges by order id as the worker knows them; null: it knows none. @type {Map<string, Badge | null>} */
  const badges = new Map();
  /** @type {Context} */
  let context = { language: navigator.language, zone: "UTC", send: orderwarden.send };
  /** @type {ServerState["state"]} */
  let server = "ok";
  /** @type {Notice[]} */
  let critical = [];
  /** @type {Opened | undefined} */
  let open;
  /** @type {HTMLElement | undefined} */
  let banner;
  const dismissed = new Set();

  /** @param {string} tag An element of ours with a closed shadow root. */
  const hidden = (tag) => {
    const host = document.createElement(tag);
    const root = host.attachShadow({ mode: "closed" });
    orderwarden.dress(root, tag === "orderwarden-badge" ? "" : undefined);
    return { host, root };
  };

  /** The server's badge, or an honest one while it cannot be asked. @param {string} id @returns {Badge | undefined} */
  const badgeOf = (id) => {
    const badge = badges.get(id);
    if (badge) return badge;
    if (badge === null && server === "unreachable") return { level: "none", icon: "eye", text: word("not_watched"), title: word("server_unreachable") };
    return undefined;
  };

  /** @param {Drawn} place */
  const paint = (place) => {
    const badge = badgeOf(place.id);
    const shown = badge ? JSON.stringify([badge, server]) : "";
    if (shown === place.shown) return;
    place.shown = shown;
    if (!badge) return void place.own?.host.remove();
    place.own ??= hidden("orderwarden-badge");
    const button = orderwarden.pill(badge, "button");
    button.setAttribute("type", "button");
    button.setAttribute("aria-haspopup", "dialog");
    button.title = badge.title;
    button.setAttribute("aria-label", `Orderwarden: ${badge.text}. ${badge.title}`);
    button.classList.add("ow");
    button.classList.toggle("old", server === "unreachable");
    button.addEventListener("click", (event) => {
      event.preventDefault(); // on the mobile page the whole card is a link
      event.stopPropagation();
      if (open?.id === place.id) open.panel.hidePopover();
      else void show(place.id, button);
    });
    place.own.root.replaceChildren(button);
    if (place.beside.matches(".order-item")) place.beside.prepend(place.own.host);
    else place.beside.append(place.own.host);
  };

  /** @param {HTMLElement} panel @returns {HTMLElement | null} */
  const title = (panel) => panel.querySelector("#ow-title");

  /** Below the badge, or above where there is more room; it scrolls with the page. @param {HTMLElement} panel @param {HTMLElement} from */
  const putBeside = (panel, from) => {
    const badge = from.getBoundingClientRect();
    const { width, height } = panel.getBoundingClientRect();
    const room = { below: window.innerHeight - badge.bottom - 14, above: badge.top - 14 };
    const below = room.below >= Math.min(height, 320) || room.below >= room.above;
    const tall = Math.min(height, Math.max(below ? room.below : room.above, 260));
    const start = getComputedStyle(from).direction === "rtl" ? badge.right - width : badge.left;
    const left = Math.max(8, Math.min(start, document.documentElement.clientWidth - width - 8));
    panel.style.maxHeight = `${tall}px`;
    panel.style.left = `${left + window.scrollX}px`;
    panel.style.top = `${(below ? badge.bottom + 6 : badge.top - tall - 6) + window.scrollY}px`;
  };

  /** @param {string} id @param {HTMLElement} from */
  const show = async (id, from) => {
    const order = await orderwarden.send({ type: "order", id });
    if (!order?.order_id) return;
    open?.panel.hidePopover();
    const { host, root } = hidden("orderwarden-card");
    const panel = element("div", { class: "ow floating", popover: "auto", role: "dialog", "aria-labelledby": "ow-title" });
    const close = () => panel.hidePopover();
    panel.append(orderwarden.card(order, { ...context, close }));
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

  /** A thin line over the top for what costs money now; it moves nothing, and goes away for this visit when asked. */
  const paintBanner = () => {
    const notice = critical.find(({ id }) => !dismissed.has(id));
    if (banner?.dataset.notice === notice?.id) return;
    banner?.remove();
    banner = undefined;
    if (!notice) return;
    const { host, root } = hidden("orderwarden-banner");
    host.dataset.notice = notice.id;
    root.append(
      element(
        "div",
        { class: "ow banner critical", role: "alert" },
        orderwarden.icon("warning"),
        element("span", { title: notice.do }, [notice.title, notice.do].filter(Boolean).join(" · ")),
        notice.link && element("a", { class: "button", href: notice.link }, word("open_order")),
        element("button", { class: "button", type: "button", click: () => (dismissed.add(notice.id), paintBanner()) }, word("hide")),
      ),
    );
    document.body.append(host);
    banner = host;
  };

  /** An open card follows what changed. @param {Opened} card */
  const renew = async ({ id, panel, root }) => {
    const order = await orderwarden.send({ type: "order", id });
    if (!order?.order_id) return;
    const inside = root.activeElement !== null;
    panel.querySelector(".card")?.replaceWith(orderwarden.card(order, { ...context, close: () => panel.hidePopover() }));
    if (inside) title(panel)?.focus({ preventScroll: true });
  };

  /** @param {string[]} ids Asks the worker what it knows of these orders, and paints. */
  const ask = async (ids) => {
    const answer = await orderwarden.send({ type: "badges", ids });
    if (!answer) return;
    for (const id of ids) badges.set(id, answer.badges[id] ?? null);
    ({ server, critical } = answer);
    context = { ...context, language: answer.language, zone: answer.zone, server_line: answer.server_line };
    for (const place of drawn.values()) paint(place);
    paintBanner();
    observer.takeRecords();
    if (open) await renew(open);
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const scan = () => {
    waiting = undefined;
    if (!chrome.runtime?.id) return orderwarden.end();
    const seen = new Set();
    const unknown = new Set();
    for (const { id, beside } of orderwarden.places()) {
      seen.add(beside);
      const place = drawn.get(beside) ?? { id, beside, shown: "" };
      if (place.own && place.own.host.parentNode !== beside) place.shown = ""; // the page took it off
      place.id = id;
      drawn.set(beside, place);
      if (badges.has(id)) paint(place);
      else unknown.add(id);
    }
    for (const [beside, place] of drawn) {
      if (seen.has(beside)) continue;
      place.own?.host.remove();
      drawn.delete(beside);
    }
    observer.takeRecords();
    if (unknown.size > 0) void ask([...unknown]);
  };

  const soon = () => {
    waiting ??= setTimeout(scan, SCAN_WITHIN_MS);
  };
  const observer = new MutationObserver(soon);

  /** @param {{type?: string}} message */
  const heard = (message) => {
    if (message?.type === "changed") void ask([...new Set([...drawn.values()].map(({ id }) => id))]);
  };

  const start = () => {
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] });
    soon();
  };
  chrome.runtime.onMessage.addListener(heard);
  // The shop changes the address of its single page without a trace in the document.
  window.navigation?.addEventListener("navigatesuccess", soon);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });

  orderwarden.onEnd(() => {
    observer.disconnect();
    clearTimeout(waiting);
    window.navigation?.removeEventListener("navigatesuccess", soon);
    document.removeEventListener("DOMContentLoaded", start);
    for (const { own } of drawn.values()) own?.host.remove();
    drawn.clear();
    open?.host.remove();
    banner?.remove();
  });
})();
