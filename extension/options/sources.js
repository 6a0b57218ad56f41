// The tracking sites that may be asked: those asked so far, and folded those that none of the buyer's parcels needed yet.
import { checkbox, input } from "./fields.js";

const { element, word } = orderwarden;

/** A source that passes numbers on to others is asked only when the buyer says so. */
const ASKED_ONLY_IF_WANTED = new Set(["17track"]);
/** Those that answer better with a key of the buyer's own. */
const TAKES_KEY = new Set(["17track"]);

/** @typedef {import("./held.js").Settings} Settings */

/** @param {SourceState} source @param {Settings} settings @param {import("./held.js").Put} put */
function switchOf({ source, name }, settings, put) {
  /** @returns {{on?: boolean, key?: string}} */
  const said = () => settings.sources?.[source] ?? {};
  /** @param {{on: boolean} | {key: string}} change */
  const wished = (change) => put(() => ({ sources: { ...settings.sources, [source]: { ...settings.sources?.[source], ...change } } }));
  const held = () => (ASKED_ONLY_IF_WANTED.has(source) ? said().on === true : said().on !== false);
  const box = checkbox(`source-${source}`, held, (on) => wished({ on }));
  const own = TAKES_KEY.has(source) && input(`key-${source}`, "password", () => said().key ?? "", (key) => wished({ key }), {
    autocomplete: "off", maxlength: 200, placeholder: word("set_key"), "aria-label": `${name}: ${word("set_key")}`,
  }).box;
  return element("div", "field", element("label", { for: `source-${source}` }, name), element("div", "value", box, own));
}

/**
 * @param {Settings} settings @param {SourceState[]} sources @param {import("./held.js").Put} put
 * @returns {HTMLElement | false}
 */
export function sourcesOf(settings, sources, put) {
  if (sources.length === 0) return false;
  const near = sources.filter(({ source, asked = true }) => asked || ASKED_ONLY_IF_WANTED.has(source));
  const others = sources.filter((one) => !near.includes(one));
  return element("section", { "aria-labelledby": "set_sources" },
    element("h2", { id: "set_sources" }, word("set_sources")),
    element("p", "soft", word("set_sources_why")),
    near.map((one) => switchOf(one, settings, put)),
    others.length > 0 && element("details", {}, element("summary", {}, word("other_sources", others.length)), others.map((one) => switchOf(one, settings, put))));
}
