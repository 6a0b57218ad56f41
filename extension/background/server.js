// The one place that speaks to the server (docs/protocol.md).

export const PROTOCOL = 1;
export const DEFAULT_PORT = 27183;
const ANSWER_WITHIN_MS = 15_000;

/**
 * What went wrong with a request:
 * unreachable (nothing answers) · refused (the token or the extension is not known) · outdated (other protocol) ·
 * rejected (this request is wrong, and will be) · failing (ask again later; `retryAfter` in seconds where it was said).
 * @typedef {"unreachable" | "refused" | "outdated" | "rejected" | "failing"} Failure
 */
export class ServerError extends Error {
  /** @param {Failure} failure @param {string} message @param {{code?: string, whatToDo?: string, retryAfter?: number, triesLeft?: number}} [more] */
  constructor(failure, message, more = {}) {
    super(message);
    this.failure = failure;
    this.code = more.code;
    this.whatToDo = more.whatToDo;
    this.retryAfter = more.retryAfter;
    this.triesLeft = more.triesLeft;
  }
}

/** What the buyer is told where the code of an error is known, in the browser's language. @type {Map<string | undefined, string>} */
const TOLD = new Map([
  ["token", "server_refused"], ["origin", "server_refused"], ["protocol", "server_outdated"], ["storage", "error_again"], ["too_slow", "error_again"],
  ["internal", "error_internal"], ["busy", "error_busy"], ["no_look_ups", "error_no_look_ups"], ["no_browser", "error_no_browser"], ["settings", "error_settings"],
]);
/** Of these the server's own words say what exactly is wrong: they follow. */
const WITH_DETAIL = new Set(["protocol", "settings"]);
/** What is asked about an order; elsewhere it is something else that was not found. */
const OF_ORDER = /^\/api\/v1\/(?:orders\/|marks$|evidence|record|pictures)/;

/** @param {string | undefined} code @param {number} status @param {string} path @returns {string | undefined} the key of its words */
function toldOf(code, status, path) {
  if (code === "not_found") return OF_ORDER.test(path) ? "error_order" : undefined;
  if (code === "too_many") return status === 429 ? "error_again" : undefined;
  return TOLD.get(code);
}

/** @param {number} status @returns {Failure} */
export function failureOf(status) {
  if (status === 401 || status === 403) return "refused";
  if (status === 412) return "outdated";
  if (status === 408 || status === 429 || status >= 500) return "failing";
  return "rejected";
}

/**
 * @param {{port: number, token?: string}} where
 * @param {string} path
 * @param {{method?: string, body?: unknown, withinMs?: number}} [request]
 * @returns {Promise<any>} The answer, an object.
 */
export async function ask({ port, token }, path, { method = "GET", body, withinMs = ANSWER_WITHIN_MS } = {}) {
  /** @type {Record<string, string>} */
  const headers = { "X-Orderwarden-Protocol": String(PROTOCOL) };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  let content;
  try {
    answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(withinMs),
    });
    content = await answer.text();
  } catch {
    throw new ServerError("unreachable", chrome.i18n.getMessage("server_unreachable"), { whatToDo: chrome.i18n.getMessage("start_it") });
  }
  const said = parsed(content);
  if (answer.ok && said) return said;
  if (answer.ok) throw new ServerError("failing", chrome.i18n.getMessage("not_our_server"));
  throw refusal(answer, said?.error ?? {}, path);
}

/** @param {Response} answer @param {any} error what it says of it @param {string} path that was asked for */
function refusal({ status, headers }, error, path) {
  const told = toldOf(error.code, status, path);
  const own = String(error.message ?? `${chrome.i18n.getMessage("server_failing")} (${status})`);
  const detail = WITH_DETAIL.has(error.code) ? ` (${own})` : "";
  return new ServerError(failureOf(status), told ? chrome.i18n.getMessage(told) + detail : own, {
    code: error.code,
    whatToDo: told ? undefined : error.what_to_do,
    triesLeft: error.tries_left,
    retryAfter: Number(headers.get("Retry-After")) || undefined,
  });
}

/** @param {string} content */
function parsed(content) {
  if (content === "") return {};
  try {
    const said = JSON.parse(content);
    return said !== null && typeof said === "object" && !Array.isArray(said) ? said : undefined;
  } catch {
    return undefined;
  }
}
