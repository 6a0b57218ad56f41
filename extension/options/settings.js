// The buyer's settings. They live in the server: each change goes there at once, and the page says when it cannot.
import { refused } from "../background/notices.js";
import { calendarField } from "./calendar.js";
import { channelTests } from "./channels.js";
import { otherClients } from "./clients.js";
import { eraseAll, eraseOrder } from "./erase.js";
import { endRenewing, field, follow, input, section, select, whenRenewed } from "./fields.js";
import { holding } from "./held.js";
import { mutedOnes } from "./muted.js";
import { sourcesOf } from "./sources.js";

const { element, word } = orderwarden;

const LANGUAGES = ["ar", "de", "el", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru", "tr", "uk"];
const COUNTRIES =
  "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW".split(" ");
const FIRST_WARNING_DAYS = [30, 21, 14, 10, 7];
const PATIENCE_HOURS = { act: 12, critical: 2 };
const USUAL_FIRST_HOURS = 240;
const LATER_WARNINGS_HOURS = [120, 72, 24];
const PRIVACY = ["privacy_stays", "privacy_kept", "privacy_names", "privacy_chats", "privacy_asks", "privacy_erase"];

/** @typedef {import("./held.js").Settings} Settings */
/** @typedef {import("./held.js").Put} Put */

/** @param {string} type @returns {(code: string) => string} */
const names = (type) => {
  const display = new Intl.DisplayNames(chrome.i18n.getUILanguage(), { type: /** @type {Intl.DisplayNamesType} */ (type), fallback: "code" });
  return (code) => display.of(code) ?? code;
};

/** @param {string[]} codes @param {(code: string) => string} name @returns {[string, string][]} by name */
const named = (codes, name) => codes.map((code) => /** @type {[string, string]} */ ([code, name(code)])).sort(([, a], [, b]) => a.localeCompare(b));

/** @param {Settings} settings @param {Put} put */
const you = (settings, put) =>
  section(
    "set_you",
    field("set_language", "language", select("language", [["", word("set_as_pages")], ...named(LANGUAGES, names("language"))], () => settings.language ?? "", (value) => put(() => ({ language: value || null })))),
    field("set_zone", "zone", select("zone", [["", word("set_as_computer")], ...Intl.supportedValuesOf("timeZone").map((zone) => /** @type {[string, string]} */ ([zone, zone]))], () => settings.zone ?? "", (value) => put(() => ({ zone: value || null })))),
    field("set_country", "country", select("country", [["", word("set_not_said")], ...named(COUNTRIES, names("region"))], () => settings.country ?? "", (value) => put(() => ({ country: value || null })))),
    field("set_city", "city", input("city", "text", () => settings.city ?? "", (value) => put(() => ({ city: value || null })), { autocomplete: "off", maxlength: 100 }).box),
    field("set_postcode", "postcode", input("postcode", "text", () => settings.postcode ?? "", (value) => put(() => ({ postcode: value || null })), { autocomplete: "off", maxlength: 20 }).box),
    field("set_payment", "payment", select("payment", [["", word("set_not_said")], ["card", word("pay_card")], ["paypal", "PayPal"], ["other", word("pay_other")]], () => settings.payment ?? "", (value) => put(() => ({ payment: value || null })))),
  );

/** From when until when: of the two the one that was not touched stays as it is held. @param {Settings} settings @param {Put} put */
function quiet(settings, put) {
  /** @param {number} n */
  const held = (n) => () => settings.quiet?.[n] ?? "";
  const times = () => [from, to].map(({ box, changed }, n) => (changed() ? box.value : held(n)() || box.value));
  const said = () => {
    if (times().every(Boolean)) return put(() => ({ quiet: times() }));
    return times().some(Boolean) ? undefined : put(() => ({ quiet: null }));
  };
  const from = input("quiet", "time", held(0), said);
  const to = input("quiet-to", "time", held(1), said, { "aria-label": word("set_quiet_to") });
  return field("set_quiet", "quiet", from.box, "–", to.box);
}

/** @param {Settings} settings @param {Put} put */
function firstWarning(settings, put) {
  const held = () => String((settings.leads?.protection_leads_hours?.[0] ?? USUAL_FIRST_HOURS) / 24);
  const written = new Intl.NumberFormat(chrome.i18n.getUILanguage(), { style: "unit", unit: "day", unitDisplay: "long" });
  const name = (/** @type {string} */ days) => written.format(Number(days));
  const choices = FIRST_WARNING_DAYS.map((days) => /** @type {[string, string]} */ ([String(days), name(String(days))]));
  /** @param {string} days */
  const change = (days) => put(() => ({ leads: { ...settings.leads, protection_leads_hours: [Number(days) * 24, ...LATER_WARNINGS_HOURS] } }));
  return field("set_first", "first", select("first", choices, held, change, name));
}

/** Shows one, or says that none can come up and why. @returns {Promise<string>} */
async function testNotification() {
  if (await refused()) return word("test_refused");
  try {
    await chrome.notifications.create("test", { type: "basic", iconUrl: chrome.runtime.getURL("icons/128.png"), title: word("test_title"), message: word("test_message") });
    return word("test_sent");
  } catch (error) {
    return `${word("test_refused")} (${/** @type {Error} */ (error).message})`;
  }
}

/** After how many hours without a reaction the next channel is tried. @param {Settings} settings @param {Put} put */
function patience(settings, put) {
  const hours = Object.entries(PATIENCE_HOURS).map(([level, usual]) =>
    input(`patience-${level}`, "number", () => String(settings.patience?.[level] ?? usual), (value) => {
      const others = () => Object.entries(settings.patience ?? {}).filter(([other]) => other !== level);
      return put(() => ({ patience: Object.fromEntries([...others(), ...(value ? [[level, Number(value)]] : [])]) }));
    }, { min: 1, max: 240, "aria-label": word(`patience_${level}`), title: word(`patience_${level}`) }).box);
  return field("set_patience", "patience-act", ...hours);
}

/** One a line, and a trial of each. @param {Settings} settings @param {Put} put */
function channels(settings, put) {
  /** @returns {string[]} */
  const held = () => settings.channels ?? [];
  const box = element("textarea", {
    id: "channels", rows: 3, spellcheck: "false", placeholder: "ntfy://…",
    change: (event) => {
      const lines = /** @type {HTMLTextAreaElement} */ (event.target).value.split("\n").map((line) => line.trim());
      return put(() => ({ channels: lines.filter(Boolean) }));
    },
  });
  follow(box, () => held().join("\n"));
  let tests = channelTests(held());
  let tested = held().join("\n");
  whenRenewed(() => {
    if (tested === held().join("\n")) return;
    tested = held().join("\n");
    const anew = channelTests(held());
    tests.replaceWith(anew);
    tests = anew;
  });
  return [field("set_channels", "channels", box), tests];
}

function notificationTest() {
  const said = element("span", { id: "test-said", role: "status", class: "small" });
  const click = async () => (said.textContent = await testNotification());
  return field("set_test", "test", element("button", { id: "test", class: "button", type: "button", click }, word("set_test_button")), said);
}

/** @param {Settings} settings @param {Put} put @param {Child[]} more */
const warnings = (settings, put, more) =>
  section(
    "set_warnings",
    notificationTest(),
    firstWarning(settings, put),
    quiet(settings, put),
    field("set_digest", "digest", input("digest", "time", () => settings.digest ?? "", (value) => put(() => ({ digest: value || null }))).box),
    ...channels(settings, put),
    patience(settings, put),
    more,
  );

/** The right-click on a number of any page: asked for only when it is wanted. @returns {Promise<HTMLElement | false>} */
async function anywhere() {
  if (!chrome.runtime.getManifest().optional_permissions?.includes("contextMenus")) return false; // Firefox gives it unasked
  const permission = { permissions: /** @type {chrome.runtime.ManifestOptionalPermission[]} */ (["contextMenus"]) };
  const box = element("input", { id: "anywhere", type: "checkbox", checked: await chrome.permissions.contains(permission) });
  box.addEventListener("change", async () => {
    box.checked = box.checked ? await chrome.permissions.request(permission) : !(await chrome.permissions.remove(permission));
    await orderwarden.send({ type: "menu" });
  });
  return section("set_more", field("set_anywhere", "anywhere", box));
}

/** @param {Child[]} more */
const privacy = (...more) => section("set_privacy", element("ul", {}, PRIVACY.map((key) => element("li", {}, word(key)))), ...more);

/** Brings what stands on the page to what holds now. @type {(() => Promise<unknown>) | undefined} */
let standing;

/**
 * Draws the settings into `place`. Those that stand there stay, with what is just being typed, whether the server is there or
 * not, and show what was changed elsewhere.
 * @param {HTMLElement} place @param {SourceState[]} sources
 */
export async function paintSettings(place, sources) {
  if (standing && place.querySelector("#language")) return standing();
  endRenewing();
  const status = element("p", { id: "saved", role: "status", class: "soft" });
  const { settings, put, take } = holding(status);
  if (!(await take())) return place.replaceChildren(status, privacy());
  const [calendar, muted, clients] = [await calendarField(), mutedOnes(settings, put), await otherClients()];
  const parts = [you(settings, put), warnings(settings, put, [calendar.field, muted]), sourcesOf(settings, sources, put), await anywhere(), privacy(clients.field, eraseOrder(), eraseAll()), status];
  place.replaceChildren(...parts.filter((part) => part !== false));
  standing = () => take().then((well) => (well ? Promise.all([calendar.renew(), clients.renew()]) : undefined));
}
