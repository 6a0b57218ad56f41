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

  /** Gives a shadow root, or the document of one of our own windows, the look, and what is its own. */
  orderwarden.dress = (root, ...more) => {
    const styles = [BADGE_CSS, ...more];
    try {
      root.adoptedStyleSheets = styles.map(sheetOf);
    } catch {
      root.prepend(orderwarden.element("style", {}, styles.join("\n"))); // Firefox takes no sheet of a content script
    }
  };

  orderwarden.hidden = (tag, ...look) => {
    const host = document.createElement(tag);
    const root = host.attachShadow({ mode: "closed" });
    orderwarden.dress(root, ...look);
    return { host, root };
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

  /** One of each kind, to be copied: that is quicker than to build each. @type {Map<string, HTMLElement>} */
  const pills = new Map();
  orderwarden.pill = ({ level, icon, text }, tag = "span") => {
    const { element, levelOf } = orderwarden;
    const kind = `${tag} ${icon}`;
    if (!pills.has(kind)) pills.set(kind, element(tag, tag === "button" ? { type: "button", "aria-haspopup": "dialog" } : {}, orderwarden.icon(icon), element("span", { dir: "auto" })));
    const pill = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (pills.get(kind)).cloneNode(true));
    pill.className = `pill ${levelOf({ level })}`;
    /** @type {Element} */ (pill.lastElementChild).textContent = text;
    return pill;
  };

  orderwarden.word = (key, ...fillings) => chrome.i18n.getMessage(key, fillings.map(String)) || key;

  /** As our words run. */
  orderwarden.direction = () => (/[\u0590-\u08ff]/.test(orderwarden.word("close")) ? "rtl" : "ltr");

  orderwarden.levelOf = (badge) => (badge && ["info", "warn", "act", "critical"].includes(badge.level) ? badge.level : "none");
})();
