// Everything that must outlive the worker is in chrome.storage.local, under these keys:
//   pairing, cursor, server        who we talk to and how the last talk went
//   order:<id>, list               the orders, and one short row of each for the popup
//   notices, plan, shown, snoozed  what is due, what will come, what was shown here, what was put off until when
//   events                         what became of notices, not yet told to the server
//   outbox, outbox:<hash>          copied pages on their way
//   reading                        how far "read my open orders" is
//   problems, sources, unread      what could not be read, and by whom
//   untold                         whether open pages were not told yet of what changed

const AREA = chrome.storage.local;

/** @template T @param {string} key @param {T} otherwise @returns {Promise<T>} */
export async function read(key, otherwise) {
  return /** @type {T} */ ((await AREA.get(key))[key] ?? otherwise);
}

/** @param {string[]} keys @returns {Promise<{[key: string]: any}>} */
export const readAll = (keys) => AREA.get(keys);

/** @param {{[key: string]: unknown}} values */
export const write = (values) => AREA.set(values);

/** @param {string | string[]} keys */
export const remove = (keys) => AREA.remove(keys);

/**
 * Does the work with nobody else at this value in between: the worker answers several events at a time.
 * @template T @param {string} key @param {() => Promise<T>} work @returns {Promise<T>}
 */
export const alone = (key, work) => navigator.locks.request(`state ${key}`, work);

/**
 * Changes one value with nobody else in between.
 * @template T @param {string} key @param {T} otherwise @param {(value: T) => T} change @returns {Promise<T>}
 */
export const change = (key, otherwise, change) =>
  alone(key, async () => {
    const value = change(await read(key, otherwise));
    await write({ [key]: value });
    return value;
  });

/**
 * Changes several values in one write, with nobody else in between: a worker that ends meanwhile leaves all as they were.
 * @template {{[key: string]: any}} T @param {T} otherwise what each is where nothing is kept @param {(values: T) => Partial<T>} change what is other then
 */
export const changeAll = (otherwise, change) => {
  const keys = Object.keys(otherwise).sort(); // always in the same order: nobody waits for one who waits for him
  const work = async () => write(change(/** @type {T} */ ({ ...otherwise, ...(await AREA.get(keys)) })));
  return keys.reduceRight((/** @type {() => Promise<void>} */ inner, key) => () => alone(key, inner), work)();
};

/** Content scripts run in the shop's pages: they cannot read the token, nor anything else here. */
export const closeToPages = () => AREA.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });

/** @returns {Promise<ServerState>} */
export async function serverState() {
  const epoch = new Date(0).toISOString();
  return read("server", /** @type {ServerState} */ ({ state: "unpaired", at: epoch, since: epoch, clock_moved_by: 0 }));
}
