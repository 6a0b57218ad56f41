// Erasing for good: one order, or everything. It is asked twice, and only the buyer's own clicks count.
import { digitsIn } from "../background/digits.js";

const { element, word } = orderwarden;
/** Digits of an order number; less is a part of one. */
const SHORTEST = 5;

/** @param {HTMLElement} place where the question and the answer stand @param {() => string | undefined} order whose; all: "" */
async function erase(place, order) {
  const order_id = order();
  place.replaceChildren("…");
  const answer = await orderwarden.send({ type: "erase", ...(order_id ? { order_id } : {}) });
  place.replaceChildren(answer && !answer.error ? word("erased") : (answer?.error ?? word("worker_silent")));
}

/** @param {string} id @param {string} name for a screen reader @param {() => string | undefined} order "": all; undefined: not said yet */
function controls(id, name, order) {
  const place = element("div", { class: "sure", role: "status" });
  const first = element("button", {
    id, class: "button", type: "button", "aria-label": name,
    click: () => {
      if (order() === undefined) return;
      const yes = element("button", { class: "button danger", type: "button", click: (event) => void (event.isTrusted && erase(place, order)) }, word("erase_yes"));
      const no = element("button", { class: "button", type: "button", click: () => (place.replaceChildren(), first.focus()) }, word("erase_no"));
      place.replaceChildren(element("p", {}, word("erase_sure")), yes, no);
      no.focus();
    },
  }, word("erase"));
  return [first, place];
}

export function eraseOrder() {
  const number = element("input", { id: "erase-order", inputmode: "numeric", autocomplete: "off", maxlength: 24, size: 20 });
  const order = () => {
    const digits = digitsIn(number.value);
    if (digits.length >= SHORTEST) return digits;
    number.focus();
    return undefined;
  };
  return element(
    "div", "field",
    element("label", { for: "erase-order" }, word("erase_order")),
    element("div", "small soft", word("erase_order_hint")),
    element("div", "value", number, ...controls("erase-one", word("erase_order"), order)),
  );
}

export const eraseAll = () =>
  element("div", "field", element("div", "label", word("erase_all")), element("div", "value", ...controls("erase-all", word("erase_all"), () => "")));
