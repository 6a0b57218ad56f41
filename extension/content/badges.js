// Draws the badge of every order on the page and keeps it through all re-rendering. The badge is out of the flow (nothing
// of the page moves) and in a closed shadow root (no style meets another). The page waits for none of this: it begins when
// the page is idle, what a badge opens into (content/open.js) comes when it is wanted, and while a look is due the page's
// changes are not listened to.
(() => {
  "use strict";
  const LOOK_WITHIN_MS = 150;
  const NO_ORDER_BY_MS = 3000;
  const WATCHED = { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] };

  /** What stands beside each place. @type {Map<Element, Drawn>} */
  const drawn = new Map();
  /** Badges by order id as the worker knows them; null: it knows none. @type {Map<string, Badge | null>} */
  const badges = new Map();
  /** What the worker said last beside them. @type {Said} */
  let said = { server: "ok", critical: [], language: "en", zone: "UTC" };

  /** @type {Promise<unknown> | undefined} */
  let loading;
  /** Cards and the banner are brought into the page by the worker. @returns {Promise<Orderwarden["opening"]>} */
  const opening = async () => {
    loading ??= orderwarden.send({ type: "cards" });
    await loading;
    if (!orderwarden.opening) loading = undefined; // the worker could not: next time anew
    return orderwarden.opening;
  };

  /** @param {Drawn} place */
  const paint = (place) => {
    const badge = badges.get(place.id);
    const title = [badge?.title, said.server_line].filter(Boolean).join(" ");
    const shown = badge ? [badge.level, badge.icon, badge.text, title, said.server].join("\n") : "";
    if (shown === place.shown) return;
    place.shown = shown;
    if (!badge) return void place.own?.host.remove();
    place.own ??= orderwarden.hidden("orderwarden-badge");
    const button = orderwarden.pill(badge, "button");
    button.className += said.server === "ok" ? " ow" : " ow old";
    button.title = title;
    button.setAttribute("aria-label", `Orderwarden: ${badge.text}. ${title}`);
    button.addEventListener("click", async (event) => {
      event.preventDefault(); // on the mobile page the whole card is a link
      event.stopPropagation();
      await (await opening())?.toggle(place.id, button, said);
    });
    place.own.root.replaceChildren(button);
    if (place.beside.matches(".order-item")) place.beside.prepend(place.own.host);
    else place.beside.append(place.own.host);
  };

  /** @param {string[]} ids Asks the worker what it knows of these orders, and paints. */
  const ask = async (ids) => {
    const answer = await orderwarden.send({ type: "badges", ids });
    if (!answer) return;
    for (const id of ids) badges.set(id, answer.badges[id] ?? null);
    said = answer;
    observer.disconnect();
    for (const place of drawn.values()) paint(place);
    if (waiting === undefined) observer.observe(document, WATCHED);
    if (said.critical.length > 0 || orderwarden.opening) (await opening())?.renew(said);
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const look = () => {
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
      paint(place); // one whose order is not known yet loses the badge of the order that stood here
      if (!badges.has(id)) unknown.add(id);
    }
    for (const [beside, place] of drawn) {
      if (seen.has(beside)) continue;
      place.own?.host.remove();
      drawn.delete(beside);
    }
    orderwarden.opening?.banner(said);
    observer.observe(document, WATCHED);
    if (unknown.size > 0) void ask([...unknown]);
  };

  const soon = () => {
    observer.disconnect();
    waiting ??= setTimeout(look, LOOK_WITHIN_MS);
  };
  const observer = new MutationObserver(soon);

  /** @param {{type?: string}} message */
  const heard = (message) => {
    if (message?.type === "changed") void ask([...new Set([...drawn.values()].map(({ id }) => id))]);
  };
  chrome.runtime.onMessage.addListener(heard);
  // The shop changes the address of its single page without a trace in the document.
  window.navigation?.addEventListener("navigatesuccess", soon);
  look();
  // The page may show no order, or none that is found: what is critical is said there too.
  const alone = setTimeout(() => badges.size === 0 && void ask([]), NO_ORDER_BY_MS);

  orderwarden.onEnd(() => {
    observer.disconnect();
    clearTimeout(waiting);
    clearTimeout(alone);
    window.navigation?.removeEventListener("navigatesuccess", soon);
    for (const { own } of drawn.values()) own?.host.remove();
    drawn.clear();
  });
})();
