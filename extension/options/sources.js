// The tracking sites that may be asked: those asked so far, and folded those that none of the buyer's parcels needed yet.
const { element, word } = orderwarden;

/** A source that passes numbers on to others is asked only when the buyer says so. */
const ASKED_ONLY_IF_WANTED = new Set(["17track"]);
/** Those that answer better with a key of the buyer's own. */
const TAKES_KEY = new Set(["17track"]);

/** @typedef {{[name: string]: any}} Settings */

/** @param {SourceState} source @param {Settings} settings @param {import("./settings.js").Put} put */
function switchOf({ source, name }, settings, put) {
  const { on: wish, key = "" } = settings.sources?.[source] ?? {};
  /** @param {{on: boolean} | {key: string}} change */
  const wished = (change) => put(() => ({ sources: { ...settings.sources, [source]: { ...settings.sources?.[source], ...change } } }));
  const box = element("input", {
    id: `source-${source}`, type: "checkbox", checked: ASKED_ONLY_IF_WANTED.has(source) ? wish === true : wish !== false,
    change: async () => {
      const on = box.checked;
      if (!(await wished({ on })) && box.checked === on) box.checked = !on; // as it holds
    },
  });
  const own = TAKES_KEY.has(source) && element("input", {
    id: `key-${source}`, type: "password", value: key, autocomplete: "off", maxlength: 200, placeholder: word("set_key"), "aria-label": `${name}: ${word("set_key")}`,
    change: (event) => wished({ key: /** @type {HTMLInputElement} */ (event.target).value.trim() }),
  });
  return element("div", "field", element("label", { for: `source-${source}` }, name), element("div", "value", box, own));
}

/**
 * @param {Settings} settings @param {SourceState[]} sources @param {import("./settings.js").Put} put
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
