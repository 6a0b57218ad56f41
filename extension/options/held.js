// The settings as the server holds them: asked for and changed one after the other.
import { renewAll } from "./fields.js";

const { word } = orderwarden;
const PATH = "/api/v1/settings";

/** @typedef {{[name: string]: any}} Settings */
/** Sends a change; says whether it was saved. @typedef {(change: () => Settings) => Promise<boolean>} Put */

/** @returns {Promise<Settings & {error?: string, failure?: string} | undefined>} */
const asked = () => orderwarden.send({ type: "get", path: PATH });

/** Why nothing was answered, for the buyer. @param {{error?: string, failure?: string} | undefined} answer */
const wrongIn = (answer) => (answer?.failure === "unreachable" ? word("settings_unreachable") : answer ? answer.error : word("worker_silent"));

/**
 * @param {HTMLElement} status where it is said how the last change went, or that the server is away
 * @returns {{settings: Settings, put: Put, take: () => Promise<boolean>}} `take`: asks what holds now, and shows it; whether it could
 */
export function holding(status) {
  /** @type {Settings} */
  const settings = {};
  let turn = Promise.resolve(true);
  /** One after the other: else a late answer stands over what came after it. @param {() => Promise<boolean>} work */
  const inTurn = (work) => (turn = turn.then(work, work));

  /** @param {Settings} held */
  const hold = (held) => {
    Object.assign(settings, held);
    renewAll();
  };

  const take = async () => {
    const now = await asked();
    const away = !now || now.error ? word("settings_unreachable") : "";
    if (away || status.textContent === word("settings_unreachable")) {
      if (!status.textContent?.startsWith(word("not_saved"))) status.textContent = away;
    }
    if (now && !away) hold(now);
    return !away;
  };

  /**
   * Each change is made from what the server holds at that moment: another browser may have changed it, and of two quick
   * changes to one setting the second keeps the first.
   * @param {() => Settings} change
   */
  const sent = async (change) => {
    status.textContent = word("sending");
    const before = await asked();
    let wrong = wrongIn(before);
    if (before && !wrong) {
      Object.assign(settings, before);
      const answer = await orderwarden.send({ type: "put", path: PATH, body: change() });
      wrong = wrongIn(answer);
      hold(wrong ? {} : answer);
    }
    status.textContent = wrong ? `${word("not_saved")} ${wrong}` : word("saved");
    return !wrong;
  };

  return { settings, put: (change) => inTurn(() => sent(change)), take: () => inTurn(take) };
}
