// Any parcel number, tracked.
import { numberIn } from "../background/menu.js";
import { context, shown } from "./shown.js";

const { element, icon, word } = orderwarden;

/** The number last asked for, and the answer once it is there. @type {{number: string, answer?: any} | undefined} */
let tracked;

/** Any parcel number can be asked for, also one that belongs to no order. @param {string | undefined} number */
export function paintTrack(number) {
  const place = document.querySelector("#track");
  if (!place) return;
  if (!number) place.replaceChildren();
  else if (tracked?.number === number) place.replaceChildren(...timeline(number, tracked.answer));
  else place.replaceChildren(element("button", { class: "button main", type: "button", click: () => void track(number) }, icon("parcel"), word("track_number", number)));
}

/** @param {string} number @param {any} answer of the server; none: it is being asked @returns {HTMLElement[]} */
function timeline(number, answer) {
  if (!answer) return [element("p", "soft", word("tracking", number))];
  if (answer.error) return [element("p", { role: "alert" }, answer.error)];
  const asked = /** @type {SourceAnswer[]} */ (answer.asked ?? []);
  const silent = asked.filter(({ outcome }) => outcome !== "ok").map((one) =>
    element("li", {}, `${one.name || one.source}: ${word(`outcome_${one.outcome}`)} `, orderwarden.lookThere(one)));
  const found = answer.parcel?.sources?.length > 0;
  return [
    found ? element("div", "card", orderwarden.parcel(answer.parcel, context())) : element("p", {}, word("track_nothing")),
    element("ul", { class: "small soft", hidden: silent.length === 0 }, silent),
  ];
}

/** @param {string} number */
export async function track(number) {
  tracked = { number };
  paintTrack(number);
  tracked = { number, answer: await orderwarden.send({ type: "get", path: `/api/v1/track?number=${encodeURIComponent(number)}` }) ?? { error: word("worker_silent") } };
  if (numberIn(shown.query) === number) paintTrack(number);
}
