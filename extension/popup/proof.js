// What a dispute about an order needs, under its opened card: the text of the claim to copy, what to choose, the pack.
// Made by the server when it is asked for; shown as text, sent nowhere.
const { element, word } = orderwarden;

/** @typedef {{name: string, orders: number, arrived: number, disputed: number, days_median?: number}} Doings */
/** @typedef {{text: string, language: string}} Claim */
/** @typedef {{number: string, mailto: string}} Letter */

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
  const place = answers();
  return element(
    "section",
    "proof",
    element("h3", {}, word("proof")),
    element("div", "said",
      asking(place, "show_claim", () => ({ type: "get", path: `/api/v1/evidence?order_id=${encodeURIComponent(order_id)}` }), texts),
      asking(place, "make_pack", () => ({ type: "pack", order_ids: [order_id] }), packed)),
    place,
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

/** Keeps pictures of the page in view with an order. @param {string} order_id @param {import("./view.js").PageInView} page */
export function pictureOf(order_id, { tab }) {
  const place = answers();
  return element("div", "picture", asking(place, "keep_picture", () => ({ type: "keep_picture", order_id, tab }), kept, notYetSeen), element("p", "small soft", word("picture_why")), place);
}

/** @param {{file: string, without_pdf?: string | null}} answer @returns {HTMLElement[]} */
const packed = ({ file, without_pdf }) => [element("p", { dir: "auto" }, word("pack_saved", file)), ...(without_pdf ? [element("p", "small soft", without_pdf)] : [])];

/** @param {{kept: number, whole: boolean}} answer @returns {HTMLElement[]} */
const kept = ({ kept, whole }) => [element("p", {}, [word("pictures_kept", kept), !whole && word("picture_not_whole")].filter(Boolean).join(" "))];

/** @param {{claims?: Claim[], door?: string, letters?: Letter[], record?: {seller?: Doings, carriers?: Doings[]}}} answer @returns {HTMLElement[]} */
const texts = ({ claims = [], door = "", letters = [], record }) => [
  ...claims.map(textOf),
  element("p", { class: "door", dir: "auto" }, door),
  ...letters.filter(({ mailto }) => mailto.startsWith("mailto:")).map(({ mailto, number }) => element("p", {}, element("a", { href: mailto }, word("write_carrier", number)))),
  ...[record?.seller, ...(record?.carriers ?? [])].flatMap((doings) => (doings ? [recordOf(doings)] : [])),
];

/** A text that can be corrected and copied. @param {Claim} claim */
function textOf({ text, language }) {
  const box = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: 7, lang: language, dir: "auto", "aria-label": `${word("show_claim")} (${language})` }));
  box.value = text;
  const copy = element("button", {
    class: "button", type: "button",
    click: async () => {
      await navigator.clipboard.writeText(box.value);
      copy.textContent = word("copied");
    },
  }, word("copy_text"));
  return element("div", "claim", box, copy);
}

/** @param {Doings} doings */
const recordOf = ({ name, orders, arrived, disputed, days_median }) =>
  element("p", { class: "small soft", dir: "auto" }, [word("record_of", name, arrived, orders, disputed), days_median !== undefined && word("record_days", days_median)].filter(Boolean).join(" "));
