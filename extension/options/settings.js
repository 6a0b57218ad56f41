// The buyer's settings. They live in the server: each change goes there at once, and the page says when it cannot.
import { refused } from "../background/notices.js";
import { calendarField } from "./calendar.js";
import { channelTests } from "./channels.js";
import { otherClients } from "./clients.js";
import { eraseAll, eraseOrder } from "./erase.js";
import { mutedOnes } from "./muted.js";
import { sourcesOf } from "./sources.js";

const { element, word } = orderwarden;

const LANGUAGES = ["ar", "de", "el", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru", "tr", "uk"];
const COUNTRIES =
  "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW".split(" ");
const FIRST_WARNING_DAYS = [30, 21, 14, 10, 7];
const PATIENCE_HOURS = { act: 12, critical: 2 };
const LATER_WARNINGS_HOURS = [120, 72, 24];
const PRIVACY = ["privacy_stays", "privacy_kept", "privacy_names", "privacy_chats", "privacy_asks", "privacy_erase"];

/** @typedef {{[name: string]: any}} Settings */
/** Sends a change; says whether it was saved. @typedef {(change: () => Settings) => Promise<boolean>} Put */

/** @param {string} type @returns {(code: string) => string} */
const names = (type) => {
  const display = new Intl.DisplayNames(chrome.i18n.getUILanguage(), { type: /** @type {Intl.DisplayNamesType} */ (type), fallback: "code" });
  return (code) => display.of(code) ?? code;
};

/** @param {string[]} codes @param {(code: string) => string} name @returns {[string, string][]} by name */
const named = (codes, name) => codes.map((code) => /** @type {[string, string]} */ ([code, name(code)])).sort(([, a], [, b]) => a.localeCompare(b));

/**
 * A choice shows what holds: one that was not saved is set back.
 * @param {string} id @param {[string, string][]} choices @param {string} chosen @param {(value: string) => Promise<boolean>} change
 */
function select(id, choices, chosen, change) {
  const box = element("select", { id, change: () => void chose(box.value) }, choices.map(([value, text]) => element("option", { value, selected: value === chosen }, text)));
  let held = box.value;
  /** @param {string} value */
  const chose = async (value) => {
    if (await change(value)) held = value;
    else if (box.value === value) box.value = held; // else something else was chosen meanwhile
  };
  return box;
}

/** @param {string} id @param {string} type @param {string} value @param {(value: string) => unknown} change @param {Attributes} [more] */
const input = (id, type, value, change, more = {}) =>
  element("input", { id, type, value, ...more, change: (event) => change(/** @type {HTMLInputElement} */ (event.target).value.trim()) });

/** @param {string} key @param {string} id @param {...Child} controls */
const field = (key, id, ...controls) =>
  element("div", "field", element("label", { for: id }, word(key)), element("div", "small soft", chrome.i18n.getMessage(`${key}_hint`)), element("div", "value", ...controls));

/** @param {string} key @param {...(Child | Child[])} parts */
const section = (key, ...parts) => element("section", { "aria-labelledby": key }, element("h2", { id: key }, word(key)), ...parts);

/** @param {Settings} settings @param {Put} put */
const you = (settings, put) =>
  section(
    "set_you",
    field("set_language", "language", select("language", [["", word("set_as_pages")], ...named(LANGUAGES, names("language"))], settings.language ?? "", (value) => put(() => ({ language: value || null })))),
    field("set_zone", "zone", select("zone", [["", word("set_as_computer")], ...Intl.supportedValuesOf("timeZone").map((zone) => /** @type {[string, string]} */ ([zone, zone]))], settings.zone ?? "", (value) => put(() => ({ zone: value || null })))),
    field("set_country", "country", select("country", [["", word("set_not_said")], ...named(COUNTRIES, names("region"))], settings.country ?? "", (value) => put(() => ({ country: value || null })))),
    field("set_city", "city", input("city", "text", settings.city ?? "", (value) => put(() => ({ city: value || null })), { autocomplete: "off", maxlength: 100 })),
    field("set_postcode", "postcode", input("postcode", "text", settings.postcode ?? "", (value) => put(() => ({ postcode: value || null })), { autocomplete: "off", maxlength: 20 })),
    field("set_payment", "payment", select("payment", [["", word("set_not_said")], ["card", word("pay_card")], ["paypal", "PayPal"], ["other", word("pay_other")]], settings.payment ?? "", (value) => put(() => ({ payment: value || null })))),
  );

/** @param {Settings} settings @param {Put} put */
function quiet(settings, put) {
  const said = () => {
    const times = [from.value, to.value];
    if (times.every(Boolean)) return put(() => ({ quiet: times }));
    return times.some(Boolean) ? undefined : put(() => ({ quiet: null }));
  };
  const from = input("quiet", "time", settings.quiet?.[0] ?? "", said);
  const to = input("quiet-to", "time", settings.quiet?.[1] ?? "", said, { "aria-label": word("set_quiet_to") });
  return field("set_quiet", "quiet", from, "–", to);
}

/** @param {Settings} settings @param {Put} put */
function firstWarning(settings, put) {
  const hours = settings.leads?.protection_leads_hours?.[0] ?? 240;
  const days = [...new Set([...FIRST_WARNING_DAYS, hours / 24])].sort((a, b) => b - a);
  const written = new Intl.NumberFormat(chrome.i18n.getUILanguage(), { style: "unit", unit: "day", unitDisplay: "long" });
  const choices = days.map((day) => /** @type {[string, string]} */ ([String(day), written.format(day)]));
  return field("set_first", "first", select("first", choices, String(hours / 24), (value) =>
    put(() => ({ leads: { ...settings.leads, protection_leads_hours: [Number(value) * 24, ...LATER_WARNINGS_HOURS] } }))));
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
    input(`patience-${level}`, "number", String(settings.patience?.[level] ?? usual), (value) => {
      const others = () => Object.entries(settings.patience ?? {}).filter(([other]) => other !== level);
      return put(() => ({ patience: Object.fromEntries([...others(), ...(value ? [[level, Number(value)]] : [])]) }));
    }, { min: 1, max: 240, "aria-label": word(`patience_${level}`), title: word(`patience_${level}`) }));
  return field("set_patience", "patience-act", ...hours);
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
    field("set_digest", "digest", input("digest", "time", settings.digest ?? "", (value) => put(() => ({ digest: value || null })))),
    field("set_channels", "channels", element("textarea", {
      id: "channels", rows: 3, spellcheck: "false", placeholder: "ntfy://…",
      change: (event) => {
        const lines = /** @type {HTMLTextAreaElement} */ (event.target).value.split("\n").map((line) => line.trim());
        return put(() => ({ channels: lines.filter(Boolean) }));
      },
    }, (settings.channels ?? []).join("\n"))),
    channelTests(settings.channels ?? []),
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

/**
 * Draws the settings into `place`. Those that stand there stay, with what is just being typed, whether the server is there or not.
 * @param {HTMLElement} place @param {SourceState[]} sources
 */
export async function paintSettings(place, sources) {
  const settings = /** @type {Settings & {error?: string}} */ (await orderwarden.send({ type: "get", path: "/api/v1/settings" }));
  const away = !settings || settings.error ? word("settings_unreachable") : "";
  const standing = place.querySelector("#language") && place.querySelector("#saved");
  if (standing) {
    if (!standing.textContent?.startsWith(word("not_saved"))) standing.textContent = away;
    return;
  }
  const status = element("p", { id: "saved", role: "status", class: "soft" }, away);
  if (away) return place.replaceChildren(status, privacy());
  let before = Promise.resolve(true);
  /**
   * One after the other, each made from what the one before left: else a late "Saved" stands over a newer refusal, and of
   * two quick changes to one setting the first is lost.
   * @type {Put}
   */
  const put = (change) => (before = before.then(() => sent(change())));
  /** @param {Settings} change */
  const sent = async (change) => {
    status.textContent = word("sending");
    const answer = await orderwarden.send({ type: "put", path: "/api/v1/settings", body: change });
    if (answer && !answer.error) {
      Object.assign(settings, answer);
      place.querySelector("#channel-tests")?.replaceWith(channelTests(settings.channels ?? []));
    }
    const wrong = answer?.failure === "unreachable" ? word("settings_unreachable") : answer ? answer.error : word("worker_silent");
    status.textContent = wrong ? `${word("not_saved")} ${wrong}` : word("saved");
    return !wrong;
  };
  const more = [await calendarField(), ...(await mutedOnes(settings, put))];
  const parts = [you(settings, put), warnings(settings, put, more), sourcesOf(settings, sources, put), await anywhere(), privacy(await otherClients(), eraseOrder(), eraseAll()), status];
  place.replaceChildren(...parts.filter((part) => part !== false));
}
