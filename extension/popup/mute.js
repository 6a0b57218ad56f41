// "Mute" under a notice: hear no more of this, or of the whole order. Only the buyer's own click counts.
const { element, word } = orderwarden;

/** @param {Notice} notice @returns {HTMLElement | undefined} */
export function muteOf({ id, order_ids = [] }) {
  if (order_ids.length === 0) return undefined;
  const failed = element("p", { role: "alert", hidden: true });
  /** @param {Event} event @param {boolean} all */
  const say = async (event, all) => {
    if (!event.isTrusted) return;
    const answer = await orderwarden.send({ type: "mute", id, all });
    failed.hidden = Boolean(answer && !answer.error);
    failed.textContent = answer?.error ?? word("worker_silent");
  };
  /** @param {string} key @param {boolean} all */
  const button = (key, all) => element("button", { class: "button", type: "button", click: (event) => void say(event, all) }, word(key));
  return element("details", { class: "mute", id: `mute-${id}` }, element("summary", {}, word("mute")), element("div", "said", button("mute_kind", false), button("mute_order", true)), failed);
}
