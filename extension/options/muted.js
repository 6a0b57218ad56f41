// What is muted, and a way back for each.
import { keyOf } from "../background/muting.js";

const { element, word } = orderwarden;

/** @typedef {import("../background/muting.js").Muted} Muted */

/**
 * @param {{[name: string]: any}} settings @param {import("./settings.js").Put} put
 * @returns {Promise<HTMLElement[]>} nothing while nothing is muted
 */
export async function mutedOnes(settings, put) {
  const muted = /** @type {Muted[]} */ (settings.muted ?? []);
  if (muted.length === 0) return [];
  const { list = [], muted_as = {} } = await chrome.storage.local.get(["list", "muted_as"]);
  const titles = new Map(/** @type {import("../background/badge.js").Row[]} */ (list).map(({ order_id, title }) => [order_id, title]));
  const names = /** @type {{[key: string]: string}} */ (muted_as);
  const rows = muted.map((one) => {
    const what = one.kind ? (names[keyOf(one)] ?? one.kind.replaceAll("_", " ")) : word("muted_all");
    const whose = one.order_id && (titles.get(one.order_id) || word("order", one.order_id));
    const row = element("li", {},
      element("span", { dir: "auto" }, [whose, what].filter(Boolean).join(" · ")),
      element("button", { class: "button", type: "button", click: async () => {
        const saved = await put(() => ({ muted: (settings.muted ?? []).filter((/** @type {Muted} */ other) => keyOf(other) !== keyOf(one)) }));
        if (saved) row.remove();
      } }, word("tell_again")));
    return row;
  });
  return [element("div", { class: "field", id: "muted" }, element("div", "label", word("set_muted")), element("ul", "listed", rows))];
}
