// What may be asked of the worker: what a content script on the shop's order pages may say, what one on its message pages
// may, and what only our own popup and options page may. Who speaks is told by the browser (`sender`), never by the message.
import { badgeNow, isOver, orderNow } from "./counted.js";
import * as notices from "./notices.js";
import * as menu from "./menu.js";
import { mute } from "./muting.js";
import * as outbox from "./outbox.js";
import { keepPicture } from "./pictures.js";
import * as reading from "./reading.js";
import { DEFAULT_PORT, ServerError, ask } from "./server.js";
import { SHOP } from "./shop.js";
import { change, read, readAll, remove, serverState, write } from "./state.js";
import { hangUp, listen } from "./live.js";
import { forgetServer, sync } from "./sync.js";

const ORDER_API =
  /^https:\/\/(?:[\w-]+\.)*aliexpress\.(?:com|us)\/(?:[^?#]*\/)?mtop\.(?:aliexpress\.trade\.buyer\.order\.(?:list|detail)|ae\.ld\.querydetail|aliexpress\.buyer\.reverse\.\w+)\//i;
const MOST_CHARACTERS = 6 * 1024 * 1024;
const LAST_INSTANT = 8.64e15;
const MOST_IDS = 500;
const MESSAGE_PAGE = /^https:\/\/(?:(?:msg|message)\.aliexpress\.(?:com|us)\/|[\w-]+\.aliexpress\.(?:com|us)\/p\/message\/)/;
const LIST_PAGE = /\/p\/order\/(?:index\.html)?(?:[?#]|$)/;
const MOST_MESSAGES = 100;
const LONGEST_MESSAGE = 20_000;
/** What a page of orders gets only when a card is opened on it. */
const CARDS = ["content/card-look.js", "content/card.js", "content/open.js"];

/** @param {unknown} value @param {number} most @returns {value is string} */
const isText = (value, most) => typeof value === "string" && value.length > 0 && value.length <= most;

/** @param {any} page A copied page as a content script sends it; its size is counted in characters. */
export const isPage = ({ url, body, seen_at, language }) =>
  isText(url, 16_384) && ORDER_API.test(url) && isText(body, MOST_CHARACTERS) && isText(language, 40) && Number.isInteger(seen_at) && Math.abs(seen_at) < LAST_INSTANT;

/** The pairing, or an error that says what to do. @returns {Promise<Pairing>} */
async function paired() {
  const pairing = await read("pairing", /** @type {Pairing | undefined} */ (undefined));
  if (!pairing) throw new ServerError("refused", chrome.i18n.getMessage("server_unpaired"));
  return pairing;
}

/** @param {{method?: string, path: string, body?: unknown}} request */
async function say({ method = "POST", path, body }) {
  const answer = await ask(await paired(), path, { method, body });
  await sync();
  return answer;
}

/** @param {any} given @returns {Partial<Mark> & {order_id?: string}} only what a mark has, and only texts */
const markFrom = (given) =>
  Object.fromEntries(["order_id", "kind", "parcel", "line_id", "dispute_id", "number"].filter((name) => isText(given?.[name], 200)).map((name) => [name, given[name]]));

/** @type {{[type: string]: (message: any, sender: chrome.runtime.MessageSender) => Promise<any>}} */
const fromPages = {
  async page_copied(message) {
    if (!isPage(message)) throw new TypeError("not a copied page");
    const { url, body, seen_at, language } = message;
    const id = await outbox.put({ url, body, seen_at: new Date(seen_at).toISOString(), language });
    void wake();
    return { id };
  },

  /** The badges of the orders that a page shows, and what its banner says. */
  async badges({ ids }, { tab, url }) {
    if (tab?.id !== undefined && LIST_PAGE.test(url ?? "")) void reading.offer(tab.id);
    const asked = (Array.isArray(ids) ? ids : []).filter((id) => isText(id, 40)).slice(0, MOST_IDS);
    const keys = asked.map((id) => `order:${id}`);
    const stored = await readAll([...keys, "notices"]);
    const server = await serverState();
    const now = Date.now();
    const badges = Object.fromEntries(asked.map((id) => [id, badgeNow(stored[`order:${id}`], server, now)]).filter(([, badge]) => badge));
    const due = /** @type {Notice[]} */ (stored.notices ?? []);
    const urgent = due.filter(({ level, deadline }) => level === "critical" && !isOver(deadline, server, now));
    const critical = urgent.map(({ id, about, title, do: step, link }) => ({ id, about, title, do: step, link: notices.safe(link) }));
    return {
      badges, critical, server: server.state, language: server.language ?? chrome.i18n.getUILanguage(),
      zone: server.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      server_line: server.state === "ok" ? undefined : chrome.i18n.getMessage(`server_${server.state}`),
    };
  },

  /** One order, to open its card. */
  async order({ id }) {
    const order = (await readAll([`order:${id}`]))[`order:${id}`];
    return order ? orderNow(order, await serverState(), Date.now()) : {};
  },

  /** Brings what opens a card, or shows a banner, into the page that asks for it. */
  async cards(_, { tab }) {
    await chrome.scripting.executeScript({ target: { tabId: Number(tab?.id) }, files: CARDS });
    return {};
  },

  /** Proof and claim of an order, in a window of our own. */
  async proof({ id }) {
    if (!/^\d{5,40}$/.test(id)) throw new TypeError("not an order");
    await menu.inWindow(`?order=${id}`);
    return {};
  },

  /** "Read my open orders", in the tab where that was clicked if it is the shop's; and its end. */
  async read_orders({ stop }, sender) {
    const tab = SHOP.test(sender.url ?? "") ? sender.tab?.id : undefined;
    await (stop ? reading.end("stopped") : reading.start(tab));
    return {};
  },

  mark: ({ mark }) => say({ path: "/api/v1/marks", body: { ...markFrom(mark), at: new Date().toISOString() } }),

  unmark: ({ mark_id }) => say({ method: "DELETE", path: `/api/v1/marks/${encodeURIComponent(String(mark_id))}` }),
};

/** What a message page, or one embedded in another page, may say. @type {typeof fromPages} */
const fromChats = {
  /** The seller's words that the buyer has open, to be checked; nothing of them stays here. */
  async chat({ order_id, language, messages }) {
    const texts = (Array.isArray(messages) ? messages : []).slice(0, MOST_MESSAGES);
    if (!/^\d{10,20}$/.test(order_id) || !texts.every((text) => isText(text, LONGEST_MESSAGE))) throw new TypeError("not a conversation");
    const body = { order_id, language: isText(language, 20) ? language : undefined, messages: texts.map((text) => ({ from: "seller", text })) };
    const { found } = await ask(await paired(), "/api/v1/chats", { method: "POST", body });
    if (found?.length > 0) void sync();
    return { found };
  },
};

/** @type {typeof fromPages} */
const fromOwn = {
  /** Pairs with the code that the server shows. */
  async pair({ code, port = DEFAULT_PORT }) {
    const client = { name: `${navigator.userAgent.includes("Firefox") ? "Firefox" : "Chrome"} extension`, version: chrome.runtime.getManifest().version };
    const { token, client_id } = await ask({ port }, "/api/v1/pair", { method: "POST", body: { code, client } });
    if (!isText(token, 500)) throw new ServerError("failing", chrome.i18n.getMessage("not_our_server"));
    hangUp();
    await write({ pairing: { port, token, client_id, paired_at: new Date().toISOString() } });
    await remove(["cursor"]);
    await wake();
    return {};
  },

  /** Forgets the server, and all that it told. */
  async unpair() {
    const pairing = await read("pairing", /** @type {Pairing | undefined} */ (undefined));
    hangUp();
    if (pairing) await ask(pairing, `/api/v1/clients/${encodeURIComponent(pairing.client_id)}`, { method: "DELETE" }).catch(() => {});
    await remove("pairing");
    await sync(); // a round that was on its way may still have written what it got
    await forgetServer();
    return {};
  },

  sync: () => wake(),

  async acknowledge({ id }) {
    await notices.acknowledge(String(id));
    void sync();
    return {};
  },

  /** Hears no more of what a notice is about. */
  async mute({ id, all }) {
    await mute(await paired(), String(id), all === true);
    void sync();
    return {};
  },

  async put_off({ id }) {
    await notices.putOff(String(id));
    void sync();
    return {};
  },

  /** The permission for the right-click menu may have come or gone. */
  async menu() {
    await menu.offer();
    return {};
  },

  /** Erases one order, or all: in the server, and what is kept here beside what the server tells. */
  async erase({ order_id }) {
    if (order_id && !/^\d{5,40}$/.test(order_id)) throw new TypeError("not an order");
    const pairing = await paired();
    if (order_id) await outbox.forgetOrder(order_id);
    else await outbox.forgetAll();
    await sync(); // a copy that is just on its way arrives before the server erases, not after
    const answer = await ask(pairing, `/api/v1/orders${order_id ? `/${order_id}` : ""}`, { method: "DELETE" });
    const number = order_id && outbox.naming(order_id);
    /** @param {unknown} one */
    const stays = (one) => number && !number.test(JSON.stringify(one));
    for (const key of ["shown", "snoozed", "muted_as"]) {
      await change(key, /** @type {{[id: string]: any}} */ ({}), (all) => Object.fromEntries(Object.entries(all).filter(stays)));
    }
    await change("events", /** @type {NoticeEvent[]} */ ([]), (all) => all.filter(stays));
    if (!order_id) await remove(["unread", "reading"]);
    else await reading.leaveOut(stays);
    await sync();
    return answer;
  },

  async forget_unread() {
    await change("unread", [], () => []);
    return {};
  },

  /** The evidence pack of orders; the server may take a while to print it. */
  pack: async ({ order_ids, reason, amount, described }) =>
    ask(await paired(), "/api/v1/evidence", { method: "POST", body: { order_ids, reason, amount, described }, withinMs: 120_000 }),

  /** Pictures of the page in a tab, for an order. */
  keep_picture: async ({ order_id, tab }) => keepPicture(await paired(), String(order_id), Number(tab)),

  /** Settings, clients, a parcel's timeline: passed through. */
  get: ({ path }) => paired().then((pairing) => ask(pairing, String(path))),
  put: ({ path, body }) => say({ method: "PUT", path: String(path), body }),

  /** Shuts another paired browser out. */
  revoke: async ({ client_id }) => ask(await paired(), `/api/v1/clients/${encodeURIComponent(String(client_id))}`, { method: "DELETE" }),

  /** A new address for the calendar; the old one is dead then. */
  new_calendar: async () => ask(await paired(), "/api/v1/calendar", { method: "POST", body: {} }),

  test_channel: async ({ channel, title, text }) => ask(await paired(), "/api/v1/channels/test", { method: "POST", body: { channel, title, text } }),
};

/** A round with the server, then the ear to it. */
export async function wake() {
  const { answered } = await sync();
  if (answered) await listen(() => void sync());
  return { answered };
}

/**
 * @param {any} message @param {chrome.runtime.MessageSender} sender
 * @returns {((message: any, sender: chrome.runtime.MessageSender) => Promise<any>) | undefined} who answers, if the sender may ask
 */
export function handlerFor(message, sender) {
  if (sender.id !== chrome.runtime.id || typeof message?.type !== "string") return undefined;
  const own = sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;
  const shop = sender.tab !== undefined && sender.frameId === 0 && SHOP.test(sender.url ?? "");
  const chat = sender.tab !== undefined && MESSAGE_PAGE.test(sender.url ?? "");
  const asked = [own || shop ? fromPages : {}, chat ? fromChats : {}, own ? fromOwn : {}];
  return asked.find((handlers) => Object.hasOwn(handlers, message.type))?.[message.type];
}

/** @param {any} message @param {chrome.runtime.MessageSender} sender @param {(answer: any) => void} reply */
export function heard(message, sender, reply) {
  const handler = handlerFor(message, sender);
  if (!handler) return false;
  handler(message, sender).then(reply, (error) => {
    const { message: text, failure, code, whatToDo, triesLeft } = error;
    reply({ error: [text, whatToDo].filter(Boolean).join(" "), failure, code, triesLeft });
  });
  return true;
}
