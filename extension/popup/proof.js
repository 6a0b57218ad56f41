// What a dispute about an order needs, under its opened card: the text of the claim to copy, what to choose, the pack.
// Made by the server when it is asked for; shown as text, sent nowhere.
const { element, word } = orderwarden;

/** @typedef {{name: string, orders: number, arrived: number, disputed: number, days_median?: number}} Doings */
/** @typedef {{text: string, language: string, reason: string, dropped?: number}} Claim */
/** @typedef {{number: string, mailto: string}} Letter */
/** What the buyer wants of the texts and of the pack. @typedef {{reason?: string, amount?: string, currency?: string, described?: string}} Wishes */
/** @typedef {{claims?: Claim[], reasons?: {reason: string, text: string}[], door?: string, letters?: Letter[], total?: {amount: string, currency: string} | null}} Texts */

/** Kept by order: what is shown or corrected stays when the list is drawn anew. @type {Map<string, HTMLElement>} */
const made = new Map();

/** @param {string} order_id @param {import("./view.js").PageInView} [page] in view @returns {HTMLElement} */
export function proofOf(order_id, page) {
  const there = made.get(order_id) ?? proof(order_id, page);
  made.set(order_id, there);
  return there;
}

/**
 * A button that asks the worker and shows the answer in a place.
 * @param {HTMLElement} place @param {string} key @param {() => object} message @param {(answer: any) => HTMLElement[]} show
 * @param {() => Promise<string | undefined>} [lacking] what must first be done, if anything must
 */
function asking(place, key, message, show, lacking) {
  const itself = /** @type {HTMLButtonElement} */ (element("button", {
    class: "button", type: "button",
    click: async (event) => {
      if (!event.isTrusted) return;
      itself.disabled = true;
      const error = await lacking?.();
      const answer = error ? { error } : ((await orderwarden.send(message())) ?? { error: word("worker_silent") });
      itself.disabled = false;
      place.replaceChildren(...(answer.error ? [element("p", { role: "alert" }, answer.error)] : show(answer)));
    },
  }, word(key)));
  return itself;
}

const answers = () => element("div", { "aria-live": "polite" });

/** @param {string} order_id @param {import("./view.js").PageInView} [page] that names no order itself */
function proof(order_id, page) {
  const [text, pack, record] = [answers(), answers(), element("div", "record")];
  /** @type {Wishes} */
  let wishes = {};
  /** @param {Wishes} wished */
  const written = (wished) => ({ type: "get", path: `/api/v1/evidence?${new URLSearchParams({ order_id, ...asked(wished) })}` });
  /** What the record says, and beside it what the buyer may wish; it stays there where a wish was refused. @param {Texts} answer @returns {HTMLElement[]} */
  const begun = (answer) => {
    wishes = { currency: answer.total?.currency };
    const texts = element("div", {}, textsOf(answer));
    return [wishing(answer, wishes, asking(texts, "claim_anew", () => written(wishes), textsOf)), texts];
  };
  void orderwarden.send({ type: "get", path: `/api/v1/record?${new URLSearchParams({ order_id })}` }).then((answer) => record.append(...recordsOf(answer ?? {})));
  return element(
    "section",
    "proof",
    record,
    element("h3", {}, word("proof")),
    element("div", "said", asking(text, "show_claim", () => written({}), begun), asking(pack, "make_pack", () => ({ type: "pack", order_ids: [order_id], ...asked(wishes) }), packed)),
    pack,
    text,
    page && pictureOf(order_id, page),
  );
}

/** To see the tab in front is a right that is asked for when it is first wanted; it holds from the next click on the icon on. */
async function notYetSeen() {
  const right = { permissions: /** @type {chrome.runtime.ManifestOptionalPermission[]} */ (["activeTab"]) };
  if (!chrome.runtime.getManifest().optional_permissions?.includes("activeTab")) return undefined; // Firefox gives it unasked
  if (await chrome.permissions.contains(right)) return undefined;
  return word((await chrome.permissions.request(right)) ? "picture_again" : "picture_refused");
}

/** As the server wants to hear it; what is not wished is not said. @param {Wishes} wishes @returns {{[name: string]: string}} */
const asked = ({ reason = "", amount = "", currency = "", described = "" }) =>
  Object.fromEntries(Object.entries({ reason, amount: amount && `${amount} ${currency}`, described }).filter(([, value]) => value));

/** The reason, the amount and a sentence of the buyer's own, kept in `wishes` as they are typed. @param {Texts} answer @param {Wishes} wishes @param {HTMLElement} anew */
function wishing({ claims = [], reasons = [], total }, wishes, anew) {
  const found = claims[0]?.reason;
  /** @param {"reason" | "amount" | "currency" | "described"} name */
  const keep = (name) => (/** @type {Event} */ event) => (wishes[name] = /** @type {HTMLInputElement} */ (event.target).value.trim());
  return element(
    "div",
    "wishes",
    element("label", {}, element("span", {}, word("claim_reason")),
      element("select", { change: keep("reason") },
        !found && element("option", { value: "" }, word("reason_none")),
        reasons.map(({ reason, text }) => element("option", { value: reason, selected: reason === found }, text)))),
    element("label", {}, element("span", {}, word("claim_amount")),
      element("span", "amount",
        element("input", { inputmode: "decimal", maxlength: 16, placeholder: total?.amount, input: keep("amount") }),
        element("input", { class: "currency", maxlength: 3, "aria-label": word("claim_currency"), value: wishes.currency, input: keep("currency") })),
      element("span", "small soft", word("claim_all"))),
    element("label", {}, element("span", {}, word("claim_own")), element("input", { maxlength: 600, dir: "auto", input: keep("described") })),
    anew,
  );
}

/** Keeps pictures of the page in view with an order. @param {string} order_id @param {import("./view.js").PageInView} page */
export function pictureOf(order_id, { tab }) {
  const place = answers();
  return element("div", "picture", asking(place, "keep_picture", () => ({ type: "keep_picture", order_id, tab }), kept, notYetSeen), element("p", "small soft", word("picture_why")), place);
}

/** @param {{file: string, without_pdf?: string | null}} answer @returns {HTMLElement[]} */
const packed = ({ file, without_pdf }) => [element("p", {}, word("pack_saved", apart(file))), ...(without_pdf ? [element("p", "small soft", without_pdf)] : [])];

/** @param {{kept: number, whole: boolean}} answer @returns {HTMLElement[]} */
const kept = ({ kept, whole }) => [element("p", {}, [word("pictures_kept", kept), !whole && word("picture_not_whole")].filter(Boolean).join(" "))];

/** @param {Texts} answer @returns {HTMLElement[]} */
const textsOf = ({ claims = [], door = "", letters = [] }) => [
  ...claims.map(textOf),
  element("p", { class: "door", dir: "auto" }, door),
  ...letters.filter(({ mailto }) => mailto.startsWith("mailto:")).map(({ mailto, number }) => element("p", {}, element("a", { href: mailto }, word("write_carrier", number)))),
];

/** @param {{seller?: Doings | null, carriers?: Doings[]}} answer */
const recordsOf = ({ seller, carriers = [] }) => [seller, ...carriers].flatMap((doings) => (doings ? [recordOf(doings)] : []));

/** A text that can be corrected and copied. @param {Claim} claim */
function textOf({ text, language, dropped }) {
  const box = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: 7, lang: language, dir: "auto", "aria-label": `${word("show_claim")} (${language})` }));
  box.value = text;
  const copy = element("button", {
    class: "button", type: "button",
    click: async () => {
      await navigator.clipboard.writeText(box.value);
      copy.textContent = word("copied");
    },
  }, word("copy_text"));
  return element("div", "claim", box, copy, dropped ? element("span", "small soft", word("claim_left_out", dropped)) : undefined);
}

/** A name within a sentence keeps its own direction, and gives the sentence none. @param {string} text */
const apart = (text) => `\u2068${text}\u2069`;

/** @param {number} count */
const days = (count) => new Intl.NumberFormat(chrome.i18n.getUILanguage(), { style: "unit", unit: "day", unitDisplay: "long" }).format(count);

/** @param {Doings} doings */
const recordOf = ({ name, orders, arrived, disputed, days_median }) =>
  element("p", { class: "small soft" }, [word("record_of", apart(name), arrived, orders, disputed), days_median !== undefined && word("record_days", days(days_median))].filter(Boolean).join(" "));
