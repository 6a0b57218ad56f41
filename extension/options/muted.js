// What is muted, and a way back for each.
import { keyOf } from "../background/muting.js";
import { whenRenewed } from "./fields.js";

const { element, word } = orderwarden;

/** @typedef {import("../background/muting.js").Muted} Muted */

/** @param {Muted} one @param {() => Promise<unknown>} tellAgain */
async function rowOf(one, tellAgain) {
  const { list = [], muted_as = {} } = await chrome.storage.local.get(["list", "muted_as"]);
  const title = /** @type {import("../background/badge.js").Row[]} */ (list).find(({ order_id }) => order_id === one.order_id)?.title;
  const names = /** @type {{[key: string]: string}} */ (muted_as);
  const what = one.kind ? (names[keyOf(one)] ?? one.kind.replaceAll("_", " ")) : word("muted_all");
  const whose = one.order_id && (title || word("order", one.order_id));
  return element("li", {},
    element("span", { dir: "auto" }, [whose, what].filter(Boolean).join(" · ")),
    element("button", { class: "button", type: "button", click: tellAgain }, word("tell_again")));
}

/**
 * @param {import("./held.js").Settings} settings @param {import("./held.js").Put} put
 * @returns {HTMLElement} hidden while nothing is muted
 */
export function mutedOnes(settings, put) {
  const list = element("ul", "listed");
  const field = element("div", { class: "field", id: "muted", hidden: true }, element("div", { class: "label" }, word("set_muted")), list);
  /** @returns {Muted[]} */
  const held = () => settings.muted ?? [];
  /** @param {Muted} one */
  const without = (one) => held().filter((other) => keyOf(other) !== keyOf(one));
  let drawn = "";
  const draw = async () => {
    const keys = held().map(keyOf).join("\n");
    if (keys === drawn) return;
    drawn = keys;
    const rows = await Promise.all(held().map((one) => rowOf(one, () => put(() => ({ muted: without(one) })))));
    if (keys !== drawn) return; // changed again meanwhile
    const at = [...list.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
    list.replaceChildren(...rows);
    field.hidden = rows.length === 0;
    if (at >= 0) rows[Math.min(at, rows.length - 1)]?.querySelector("button")?.focus(); // who goes through it by keyboard stays in it
  };
  whenRenewed(draw);
  void draw();
  return field;
}
