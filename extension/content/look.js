// How Orderwarden looks, on the page and in its own windows: one sheet, four levels, nine icons.
(() => {
  "use strict";
  const BADGE_CSS = `
:host(orderwarden-badge) { all: initial !important; position: absolute !important; display: inline !important; z-index: 2 !important;
  margin-inline: 8px !important; width: max-content !important; line-height: 0 !important; }
.ow { --paper: #fff; --ink: #1c2a35; --soft: #566571; --line: #dfe5ea; --wash: #f4f7f9; --accent: #0b6672;
  --none-bg: #edf1f4; --none-ink: #42505c; --info-bg: #e0f0f7; --info-ink: #0b4f6e; --warn-bg: #fdeec2; --warn-ink: #644500;
  --act-bg: #ffdfc9; --act-ink: #853000; --critical-bg: #b3151f; --critical-ink: #fff;
  color: var(--ink); font: 13px/1.45 system-ui, "Segoe UI", Roboto, sans-serif;
  text-align: start; }
.ow, .ow * { box-sizing: border-box; }
.none { --bg: var(--none-bg); --fg: var(--none-ink); }
.info { --bg: var(--info-bg); --fg: var(--info-ink); }
.warn { --bg: var(--warn-bg); --fg: var(--warn-ink); }
.act { --bg: var(--act-bg); --fg: var(--act-ink); }
.critical { --bg: var(--critical-bg); --fg: var(--critical-ink); }
.pill { display: inline-flex; align-items: center; gap: 5px; max-width: 260px; height: 22px; padding: 0 9px 0 7px; border: 0; border-radius: 11px;
  background: var(--bg); color: var(--fg); font-weight: 600; font-size: 12px; line-height: 22px; white-space: nowrap; }
.pill span { overflow: hidden; text-overflow: ellipsis; }
button.pill { cursor: pointer; }
.pill.old { outline: 1px dashed currentColor; outline-offset: -1px; }
svg { width: 14px; height: 14px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.ow :focus-visible, .ow:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (forced-colors: active) { .pill { border: 1px solid; } }`;

  const CARD_CSS = `
.card {
h2 { margin: 0; font-size: 14px; line-height: 1.35; font-weight: 650; overflow-wrap: anywhere; }
h3 { margin: 16px 0 6px; font-size: 11px; line-height: 1.3; font-weight: 650; color: var(--soft); }
p { margin: 4px 0 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
a { color: var(--accent); }
.head { display: flex; gap: 10px; align-items: flex-start; }
.head > div { flex: 1; min-width: 0; }
.head h2 { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.state { margin-top: 10px; display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
.advice { margin-top: 12px; padding: 10px 12px; border-radius: 10px; background: var(--bg); color: var(--fg); }
.advice .do { font-weight: 650; margin: 0; }
.advice dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 10px; margin: 8px 0 0; }
.advice dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.clocks li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; padding: 6px 0; border-bottom: 1px solid var(--line); }
.clocks b { font-weight: 600; text-align: end; }
.clocks .small { width: 100%; }
.parcel { padding: 10px 12px; border: 1px solid var(--line); border-radius: 10px; margin-top: 8px; }
.number { font-weight: 600; overflow-wrap: anywhere; unicode-bidi: isolate; }
.sources { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px 14px; margin-top: 8px; }
.sources b { display: block; margin-bottom: 4px; font-size: 12px; }
.scans li { padding: 0 10px 6px; border-inline-start: 2px solid var(--line); overflow-wrap: anywhere; }
.scans li:first-child { border-color: var(--accent); }
summary { cursor: pointer; color: var(--accent); font-size: 12px; }
.said { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; align-items: center; }
.said li { display: flex; gap: 8px; align-items: center; padding: 4px 0; flex-wrap: wrap; }
}
.soft { color: var(--soft); }
.small { font-size: 12px; }
.foot { margin-top: 14px; padding-top: 10px; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 4px 12px; justify-content: space-between; }
.ow .button { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 3px 11px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--paper); color: var(--ink); font: inherit; font-size: 12px; text-align: start; cursor: pointer; }
.ow .button:hover { border-color: var(--accent); color: var(--accent); }
.ow .button.bare { border-color: transparent; background: none; padding: 3px 6px; }
.ow input, .ow select { min-height: 30px; padding: 3px 9px; border: 1px solid var(--soft); border-radius: 8px; background: var(--paper); color: var(--ink); font: inherit; }
.floating { position: absolute; inset: auto; margin: 0; width: min(430px, calc(100vw - 16px)); max-height: min(72vh, 600px); overflow: auto;
  padding: 14px 16px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); box-shadow: 0 12px 36px rgb(15 35 50 / .22); }
.banner { position: fixed; inset: 0 0 auto; z-index: 2147483646; display: flex; gap: 10px; align-items: center; justify-content: center; padding: 4px 12px; min-height: 32px;
  background: var(--bg); color: var(--fg); font-weight: 600; }
.banner span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.banner .button { background: none; border-color: currentColor; color: inherit; flex: none; }
.banner .button:hover { color: inherit; background: rgb(255 255 255 / .16); border-color: currentColor; }
@media (prefers-color-scheme: dark) {
.ow { --paper: #1b232a; --ink: #e6ecf0; --soft: #a3b1bc; --line: #35424c; --wash: #232d35; --accent: #6cc7d3;
    --none-bg: #2d3841; --none-ink: #c8d2da; --info-bg: #12384b; --info-ink: #b0dff5; --warn-bg: #43340a; --warn-ink: #f8dc8c;
    --act-bg: #512709; --act-ink: #ffcba6; --critical-bg: #c4232c; --critical-ink: #fff; color-scheme: dark; }
}`;

  /** @type {{[name: string]: string}} */
  const ICONS = {
    check: "M3 8.6l3.4 3.4L13 4.6",
    question: "M5.6 5.8a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.9-1.1 1.7M8 12.4v.1",
    warning: "M8 2 14.6 13.6H1.4zM8 6.4v3.4M8 11.7v.1",
    stuck: "M5.4 3.6v8.8M10.6 3.6v8.8",
    eye: "M1.4 8S3.9 3.6 8 3.6 14.6 8 14.6 8 12.1 12.4 8 12.4 1.4 8 1.4 8M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
    parcel: "M2.2 5 8 2.2 13.8 5v6L8 13.8 2.2 11zM2.2 5 8 7.8 13.8 5M8 7.8v6",
    shield: "M8 1.7c1.7 1.1 3.5 1.6 5.4 1.7.3 5-1 8.6-5.4 10.8C3.6 12 2.3 8.4 2.6 3.4 4.5 3.3 6.3 2.8 8 1.7",
    money: "M1.6 4h12.8v8H1.6zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
    close: "M4 4l8 8M12 4l-8 8",
  };

  const SVG = "http://www.w3.org/2000/svg";
  /** Read when first needed, once. @type {Map<string, CSSStyleSheet>} */
  const sheets = new Map();
  /** @param {string} css */
  const sheetOf = (css) => {
    const sheet = sheets.get(css) ?? new CSSStyleSheet();
    if (!sheets.has(css)) sheet.replaceSync(css);
    sheets.set(css, sheet);
    return sheet;
  };

  /** Gives a shadow root, or the document of one of our own windows, the look; what is no card brings its own styles, or none. */
  orderwarden.dress = (root, more = CARD_CSS) => {
    const styles = [BADGE_CSS, more];
    try {
      root.adoptedStyleSheets = styles.map(sheetOf);
    } catch {
      root.prepend(orderwarden.element("style", {}, styles.join("\n"))); // Firefox takes no sheet of a content script
    }
  };

  /** @param {string} name One of the protocol's, or a path; else a clock. */
  orderwarden.icon = (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", ICONS[name] ?? (name.startsWith("M") ? name : "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.6V8l2.5 1.6"));
    svg.append(path);
    return svg;
  };

  /** Attributes as a text: its class. Texts stay texts, empty children are left out. */
  orderwarden.element = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(typeof attributes === "string" ? { class: attributes } : attributes)) {
      if (typeof value === "function") element.addEventListener(name, /** @type {EventListener} */ (value));
      else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat()) if (child) element.append(child);
    return element;
  };

  orderwarden.pill = ({ level, icon, text }, tag = "span") =>
    orderwarden.element(tag, `pill ${orderwarden.levelOf({ level })}`, orderwarden.icon(icon), orderwarden.element("span", { dir: "auto" }, text));

  orderwarden.word = (key, ...fillings) => chrome.i18n.getMessage(key, fillings.map(String)) || key;

  /** As our words run. */
  orderwarden.direction = () => (/[\u0590-\u08ff]/.test(orderwarden.word("close")) ? "rtl" : "ltr");

  orderwarden.levelOf = (badge) => (badge && ["info", "warn", "act", "critical"].includes(badge.level) ? badge.level : "none");
})();
