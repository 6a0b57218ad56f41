// What the first screen does not need: it is read once that one stands.

/**
 * @typedef {Pick<typeof import("../background/notices.js"), "laterPossible" | "refused"> &
 *   Pick<typeof import("../background/reading.js"), "doneOf" | "wasBlocked"> & Pick<typeof import("./proof.js"), "pictureOf" | "proofOf"> &
 *   Pick<typeof import("../background/unread.js"), "openOrders"> & Pick<typeof import("./mute.js"), "muteOf">} Rest
 */
/** @type {Rest | undefined} */
export let rest;

/** @type {(all: Rest) => void} */
let begin;
/** When all is there. @type {Promise<Rest>} */
export const loading = new Promise((done) => (begin = done));

export async function readRest() {
  const [{ laterPossible, refused }, { doneOf, wasBlocked }, { openOrders }, { pictureOf, proofOf }, { muteOf }] = await Promise.all([
    import("../background/notices.js"), import("../background/reading.js"), import("../background/unread.js"), import("./proof.js"), import("./mute.js"),
  ]);
  rest = { laterPossible, refused, doneOf, openOrders, wasBlocked, pictureOf, proofOf, muteOf };
  begin(rest);
  return rest;
}
