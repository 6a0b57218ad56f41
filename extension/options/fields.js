// The fields of the settings. Each shows what the server holds, also after another browser or a command changed it there:
// but it is not changed under the hands of who is typing, nor over what could not be saved.
const { element, word } = orderwarden;

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Box */

/** What brings each part of the page to what is held now. @type {Set<() => unknown>} */
const renewals = new Set();

/** @param {() => unknown} renew */
export const whenRenewed = (renew) => renewals.add(renew);

/** Shows what is held now. */
export function renewAll() {
  for (const renew of renewals) renew();
}

/** The page is drawn anew: what stood there is followed no more. */
export const endRenewing = () => renewals.clear();

/** @param {Box} box */
const shownIn = (box) => (box.type === "checkbox" ? String(/** @type {HTMLInputElement} */ (box).checked) : box.value.trim());

/** @param {Box} box @param {string} value */
function show(box, value) {
  if (box.type === "checkbox") /** @type {HTMLInputElement} */ (box).checked = value === "true";
  else box.value = value;
}

/**
 * Shows what is held in a box, from now on.
 * @template {Box} T @param {T} box @param {() => string} held @returns {{box: T, changed: () => boolean, setBack: () => void}} whether
 * the buyer changed it to what is not held yet; and back to what is
 */
export function follow(box, held) {
  let last = held();
  const setBack = () => {
    last = held();
    show(box, last);
  };
  setBack();
  const changed = () => shownIn(box) !== last;
  whenRenewed(() => {
    if (shownIn(box) === held()) last = held();
    else if (!changed() && (box.type === "checkbox" || document.activeElement !== box)) setBack();
  });
  return { box, changed, setBack };
}

/**
 * A choice shows what holds, also what is none of those that are offered here; one that was not saved is set back.
 * @param {string} id @param {[string, string][]} choices @param {() => string} held @param {(value: string) => Promise<boolean>} change
 * @param {(value: string) => string} [name]
 */
export function select(id, choices, held, change, name = (value) => value) {
  const box = element("select", { id, change: () => void chose(box.value) }, choices.map(([value, text]) => element("option", { value }, text)));
  const field = follow(box, () => {
    const value = held();
    if (![...box.options].some((one) => one.value === value)) box.append(element("option", { value }, name(value)));
    return value;
  });
  /** @param {string} value */
  const chose = async (value) => {
    if (!(await change(value)) && box.value === value) field.setBack(); // else something else was chosen meanwhile
  };
  return box;
}

/**
 * What was saved is shown as it is held then: an emptied one with what counts instead.
 * @param {string} id @param {string} type @param {() => string} held @param {(value: string) => Promise<boolean> | undefined} change @param {Attributes} [more]
 */
export function input(id, type, held, change, more = {}) {
  const box = element("input", { id, type, ...more, change: () => void wrote(box.value.trim()) });
  const field = follow(box, held);
  /** @param {string} value */
  const wrote = async (value) => {
    if ((await change(value)) && box.value.trim() === value) field.setBack();
  };
  return field;
}

/** @param {string} id @param {() => boolean} held @param {(on: boolean) => Promise<boolean>} change */
export function checkbox(id, held, change) {
  const field = follow(element("input", { id, type: "checkbox", change: () => void chose(field.box.checked) }), () => String(held()));
  /** @param {boolean} on */
  const chose = async (on) => {
    if (!(await change(on)) && field.box.checked === on) field.setBack();
  };
  return field.box;
}

/** @param {string} key @param {string} id @param {...Child} controls */
export const field = (key, id, ...controls) =>
  element("div", "field", element("label", { for: id }, word(key)), element("div", "small soft", chrome.i18n.getMessage(`${key}_hint`)), element("div", "value", ...controls));

/** @param {string} key @param {...(Child | Child[])} parts */
export const section = (key, ...parts) => element("section", { "aria-labelledby": key }, element("h2", { id: key }, word(key)), ...parts);
