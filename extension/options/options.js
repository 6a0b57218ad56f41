// Pairing with the server on this computer, and the settings, which live in the server.
import { digitsIn, withPlainDigits } from "../background/digits.js";
import { renewAll } from "./fields.js";
import { paintSettings } from "./settings.js";

const { icon, word } = orderwarden;

/** @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
const $ = (id) => /** @type {T} */ (document.getElementById(id));
const code = /** @type {HTMLInputElement} */ ($("code"));
const port = /** @type {HTMLInputElement} */ ($("port"));
const pairButton = /** @type {HTMLButtonElement} */ ($("pair"));
const said = $("said");

for (const [id, key] of Object.entries({
  slogan: "slogan", "connection-title": "connection", "step-start": "first_start", "code-label": "code_label", pair: "connect",
  "port-summary": "other_port", "port-label": "port_label", unpair: "unpair",
})) {
  $(id).textContent = word(key);
}

/** The state of the server that is drawn. @type {string | undefined} */
let drawn;
/** One after the other: else what a late answer brings stands over what came after it. @type {Promise<unknown>} */
let settings = Promise.resolve();

/** Whether the server knows this extension. */
let well = false;
let waiting = false;

/** What the server holds, drawn or shown anew; of several wishes at once one more round is made. */
function settingsSoon() {
  if (!waiting) settings = settings.then(settingsNow, settingsNow);
  waiting = true;
  return settings;
}

async function settingsNow() {
  waiting = false;
  if (!well) return $("settings").replaceChildren();
  const { sources = [] } = await chrome.storage.local.get("sources");
  await paintSettings($("settings"), /** @type {SourceState[]} */ (sources));
}

async function paint() {
  const { pairing, server } = await chrome.storage.local.get(["pairing", "server"]);
  const state = /** @type {ServerState | undefined} */ (server)?.state ?? "unpaired";
  const paired = /** @type {Pairing | undefined} */ (pairing);
  well = paired !== undefined && state !== "refused";
  $("paired").hidden = !well;
  $("pairing").hidden = well;
  const other = state !== drawn;
  drawn = state;
  if (other && state === "refused") said.textContent = word("server_refused");
  if (other && paired) port.value = String(paired.port);
  if (other || (well && !document.hidden)) await settingsSoon();
  if (!well && !$("pairing").contains(document.activeElement)) code.focus();
  if (!paired) return;
  $("paired-line").className = state;
  $("paired-line").replaceChildren(icon(state === "ok" ? "check" : "warning"), word("paired_with", `127.0.0.1:${paired.port}`));
  $("server-line").textContent = state === "ok" ? word("paired_ok") : word(`server_${state}`);
}

/** @param {{error?: string, code?: string, failure?: string, triesLeft?: number}} answer */
const explained = ({ error, code: reason, failure, triesLeft }) => {
  if (reason === "code" && triesLeft !== 0) return triesLeft === undefined ? word("code_wrong") : word("code_wrong_tries", triesLeft);
  if (reason === "code" || reason === "code_expired") return word("code_expired");
  if (failure === "unreachable") return word("no_server_there");
  return error ?? "";
};

async function pair() {
  const digits = digitsIn(code.value);
  const at = Number(withPlainDigits(port.value));
  if (digits.length !== 6) return void (said.textContent = word("code_six"));
  if (!Number.isInteger(at) || at < 1 || at > 65_535) return void (said.textContent = word("port_wrong"));
  pairButton.disabled = true;
  said.textContent = "";
  const answer = await orderwarden.send({ type: "pair", code: digits, port: at });
  pairButton.disabled = false;
  if (!answer || answer.error) {
    said.textContent = answer ? explained(answer) : word("worker_silent");
    code.select();
    return;
  }
  code.value = "";
  await paint();
}

$("pairing").addEventListener("submit", (event) => {
  event.preventDefault();
  void pair();
});
code.addEventListener("input", () => {
  if (digitsIn(code.value).length === 6 && !pairButton.disabled) void pair(); // one step: type or paste, done
});
$("unpair").addEventListener("click", async () => {
  await orderwarden.send({ type: "unpair" });
  await paint();
});

orderwarden.dress(document, orderwarden.cardLook);
document.documentElement.lang = chrome.i18n.getUILanguage();
document.documentElement.dir = orderwarden.direction();
chrome.storage.local.onChanged.addListener((changes) => {
  if ("pairing" in changes || "server" in changes) void paint();
});
$("settings").addEventListener("focusout", renewAll);
document.addEventListener("visibilitychange", () => void paint()); // what changed while it was behind others
await paint();
