// Has the seller's messages that the buyer opened checked for known tricks, and marks the sentence that holds one where it
// stands, with the reason below it. Nothing is remembered beyond this page, and nothing is read that is not on it. The
// page's own text is not touched: the mark is a highlight, the reason an element of ours in a closed shadow root.
(() => {
  "use strict";
  const { element, word } = orderwarden;
  const SCAN_WITHIN_MS = 400;
  const ASK_AGAIN_MS = 30_000;
  const MOST_AT_ONCE = 100;
  const HIGHLIGHT = "orderwarden-trap";
  const NOTE_CSS = `
:host { all: initial !important; display: block !important; margin: 6px 0 0 !important; max-width: 100% !important; }
.note { display: flex; gap: 6px; align-items: flex-start; padding: 6px 9px; border-radius: 8px; background: var(--bg); color: var(--fg);
  font-size: 12px; overflow-wrap: anywhere; }
.note p { margin: 0; }
.note svg { margin-top: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (prefers-color-scheme: dark) { .ow { --act-bg: #512709; --act-ink: #ffcba6; } }
@media (forced-colors: active) { .note { border: 1px solid; } }`;

  /** What was found in a text of an order, as the server said. @type {Map<string, Found[]>} */
  const checked = new Map();
  /** The note below each message, with what it says. @type {Map<HTMLElement, {host: HTMLElement, says: string}>} */
  const notes = new Map();
  let silentUntil = 0;
  let asking = false;

  /** @param {Message} message */
  const keyOf = ({ order, text }) => `${order}\n${text}`;

  /** @param {Message} message @param {Found[]} found */
  const note = ({ words }, found) => {
    const says = found.map(({ sentence, reason }) => `${sentence}\n${reason}`).join("\n");
    const before = notes.get(words);
    if (before?.says === says && before.host.isConnected) return;
    before?.host.remove();
    const host = document.createElement("orderwarden-warning");
    const root = host.attachShadow({ mode: "closed" });
    orderwarden.dress(root, NOTE_CSS);
    const unseen = window.Highlight ? "unseen" : ""; // where the sentence cannot be marked, it is quoted
    const texts = found.map(({ sentence, reason }) => element("p", {}, element("q", { class: unseen, dir: "auto" }, sentence), " ", element("b", {}, "Orderwarden: "), word("chat_trap", reason)));
    root.append(element("div", { class: "ow note act", role: "note", dir: orderwarden.direction() }, orderwarden.icon("warning"), element("div", {}, texts)));
    words.append(host);
    notes.set(words, { host, says });
  };

  /** @param {Message[]} messages */
  const mark = (messages) => {
    const ranges = [];
    const marked = new Set();
    for (const message of messages) {
      const found = checked.get(keyOf(message)) ?? [];
      if (found.length === 0) continue;
      note(message, found);
      marked.add(message.words);
      ranges.push(...found.map(({ sentence }) => orderwarden.rangeOf(message, sentence)).filter((range) => range !== undefined));
    }
    for (const [words, { host }] of notes) {
      if (marked.has(words)) continue;
      host.remove();
      notes.delete(words);
    }
    if (window.Highlight) CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
    observer.takeRecords();
  };

  /** @param {string} order @param {string[]} texts */
  const check = async (order, texts) => {
    const answer = await orderwarden.send({ type: "chat", order_id: order, language: document.documentElement.lang || navigator.language, messages: texts });
    if (!answer?.found && answer?.code !== "not_found") silentUntil = Date.now() + ASK_AGAIN_MS;
    else texts.forEach((text, number) => checked.set(`${order}\n${text}`, (answer.found ?? []).filter((/** @type {Found} */ one) => one.message === number)));
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const scan = async () => {
    waiting = undefined;
    if (!chrome.runtime?.id) return orderwarden.end();
    if (document.hidden) return; // nothing is read behind the buyer's back
    const messages = orderwarden.messages();
    mark(messages);
    if (asking || Date.now() < silentUntil) return;
    const fresh = messages.filter((message) => message.order && !checked.has(keyOf(message)));
    if (fresh.length === 0) return;
    asking = true;
    for (const order of new Set(fresh.map((message) => String(message.order)))) {
      await check(order, [...new Set(fresh.filter((one) => one.order === order).map(({ text }) => text))].slice(0, MOST_AT_ONCE));
    }
    asking = false;
    soon();
  };
  const soon = () => {
    waiting ??= setTimeout(() => void scan(), SCAN_WITHIN_MS);
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  document.addEventListener("visibilitychange", soon);
  soon();

  orderwarden.onEnd(() => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", soon);
    clearTimeout(waiting);
    for (const { host } of notes.values()) host.remove();
    if (window.Highlight) CSS.highlights.delete(HIGHLIGHT);
  });
})();
