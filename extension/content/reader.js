// "Read my open orders" on the order list: a small box in the corner, over the page, until it is hidden. Brought into the
// page by the worker, and only where there is something to read.
(() => {
  "use strict";
  if (orderwarden.reader) return;
  const { element, word } = orderwarden;
  const LOOK = `
.reader { position: fixed; inset-block-end: 16px; inset-inline-start: 16px; z-index: 99; display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center;
  max-width: min(380px, calc(100vw - 32px)); padding: 8px 10px; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); box-shadow: 0 6px 20px rgb(15 35 50 / .18); }
.reader p { margin: 0; flex-basis: 100%; }
.reader progress { width: 120px; accent-color: var(--accent); }`;
  /** @type {{host: HTMLElement, root: ShadowRoot} | undefined} */
  let box;
  let hidden = false;

  /** @param {Event} event @param {boolean} stop */
  const say = (event, stop) => {
    if (event.isTrusted) void orderwarden.send({ type: "read_orders", stop }); // the buyer's own click, never a script's
  };
  const hide = () => {
    hidden = true;
    box?.host.remove();
  };

  /** @param {number} done @param {number} total */
  const progress = (done, total) => [
    element("span", { role: "status" }, word("reading", done, total)),
    element("progress", { "aria-label": word("reading", done, total), max: total, value: done }),
    element("button", { class: "button", type: "button", click: (event) => say(event, true) }, word("stop")),
  ];

  /** @param {number} count @param {boolean} blocked */
  const offer = (count, blocked) => [
    blocked && element("p", { role: "status" }, word("reading_blocked")),
    element("button", { class: "button", type: "button", title: word("read_orders_why"), click: (event) => say(event, false) }, orderwarden.icon("eye"), word("read_orders", count)),
    element("button", { class: "button bare", type: "button", "aria-label": word("close"), click: hide }, orderwarden.icon("close")),
  ];

  orderwarden.reader = ({ count, done, total, blocked }) => {
    if (hidden && !total) return;
    if (!total && count === 0 && !blocked) return void box?.host.remove();
    box ??= orderwarden.hidden("orderwarden-reader", orderwarden.cardLook, LOOK);
    const parts = total ? progress(done, total) : offer(count, blocked);
    box.root.replaceChildren(element("div", { class: "ow reader", role: "group", "aria-label": "Orderwarden", dir: orderwarden.direction() }, parts));
    if (!box.host.isConnected) document.body.append(box.host);
  };

  orderwarden.onEnd(() => box?.host.remove());
})();
