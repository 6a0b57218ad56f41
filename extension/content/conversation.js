// Where on a message page the seller's messages stand, and what they say. Of these pages only the addresses are known:
// no capture of one is public. So every way below is a guess at how such pages are commonly built. They are tried in this
// order; a message of which it cannot be told who wrote it, or to which order it belongs, is left alone.
(() => {
  "use strict";
  const WAYS = [
    "[data-message-id], [data-msg-id], [data-messageid], [data-msgid]",
    "[class*='message-item' i], [class*='messageItem' i], [class*='msg-item' i], [class*='msgItem' i], [class*='chat-item' i], [class*='chatItem' i]",
    "[class*='message-row' i], [class*='message-wrap' i], [class*='messageWrap' i], [class*='bubble' i]",
    "[role='log'] [role='listitem'], [role='log'] > *, [aria-live] > [class*='message' i]",
  ];
  const WORDS = "[class*='message-text' i], [class*='messageText' i], [class*='msg-text' i], [class*='bubble' i], [class*='text' i], [class*='content' i], pre, p";
  const NO_WORDS = "script, style, textarea, input, button, select, time, [contenteditable='true'], [class*='time' i], [class*='avatar' i], [class*='name' i]";
  /** Words in the names of classes and in data attributes. */
  const BUYER = new Set(["self", "mine", "own", "me", "my", "right", "outgoing", "sent", "buyer"]);
  const SELLER = new Set(["other", "others", "left", "incoming", "received", "receive", "peer", "seller", "store", "shop", "opposite", "friend"]);
  const ORDER = /(?:orderId|tradeOrderId|bizOrderId|order_id)=(\d{10,20})(?!\d)/i;
  const ORDER_LINKS = "a[href*='orderId=' i]";
  const MOST_MESSAGES = 200;
  const LONGEST = 20_000; // as worker and server have it
  /** How much further from one edge than from the other a message stands, as a part of the conversation's width. */
  const ASIDE = 0.12;

  /** @param {Element} element @returns {boolean | undefined} whether its names say that the seller wrote it */
  const named = (element) => {
    const names = [element.getAttribute("class") ?? "", ...[...element.attributes].filter(({ name, value }) => name.startsWith("data-") && value.length < 40).map(({ value }) => value)];
    const words = names.join(" ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/);
    const [buyer, seller] = [words.some((word) => BUYER.has(word)), words.some((word) => SELLER.has(word))];
    return buyer === seller ? undefined : seller;
  };

  /** @param {Element} words @param {Element} message @returns {boolean | undefined} whether it stands where the other's words stand */
  const placed = (words, message) => {
    const [own, all] = [words.getBoundingClientRect(), (message.parentElement ?? message).getBoundingClientRect()];
    const [left, right] = [own.left - all.left, all.right - own.right];
    if (all.width === 0 || Math.abs(left - right) < all.width * ASIDE) return undefined;
    return (getComputedStyle(message).direction === "rtl") === left > right;
  };

  /** The message itself says it, else what is around it alone, else what is in it, else its place. @param {Element} message @param {Element} words */
  const isSellers = (message, words) => {
    const around = [message];
    for (let one = message.parentElement; one && one.childElementCount === 1 && around.length < 3; one = one.parentElement) around.push(one);
    for (const element of [...around, ...[...message.querySelectorAll("*")].slice(0, 20)]) {
      const said = named(element);
      if (said !== undefined) return said;
    }
    return placed(words, message);
  };

  /** @typedef {{letter: string, node?: Text, offset: number}} Letter */

  /** Runs of space are one. @param {Text} node @param {Letter[]} letters takes those of the node */
  const addLetters = (node, letters) => {
    const keepsLines = node.parentElement !== null && /^(?:pre|break)/.test(getComputedStyle(node.parentElement).whiteSpace);
    for (let offset = 0; offset < node.data.length && letters.length < LONGEST; offset += 1) {
      const sign = /** @type {string} */ (node.data[offset]);
      const letter = /\s/.test(sign) ? (keepsLines && sign === "\n" ? "\n" : " ") : sign;
      if (letter !== " " || !/\s/.test(letters.at(-1)?.letter ?? " ")) letters.push({ letter, node, offset });
    }
  };

  /** The nearest that is no mere part of a line. @param {Element} element @param {Element} most @returns {Element} */
  const blockOf = (element, most) =>
    element !== most && element.parentElement && /^(?:inline|contents)/.test(getComputedStyle(element).display) ? blockOf(element.parentElement, most) : element;

  /** Every letter of a message with its place; blocks are lines. @param {Element} words */
  const lettersOf = (words) => {
    /** @type {Letter[]} */
    const letters = [];
    /** @type {Element | null} */
    let block = null;
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
      node instanceof Element && node.matches(NO_WORDS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let node = walker.nextNode(); node && letters.length < LONGEST; node = walker.nextNode()) {
      if (node instanceof HTMLBRElement) letters.push({ letter: "\n", offset: 0 });
      if (!(node instanceof Text) || !node.parentElement) continue;
      const around = blockOf(node.parentElement, words);
      if (block && around !== block) letters.push({ letter: "\n", offset: 0 });
      block = around;
      addLetters(node, letters);
    }
    return letters;
  };

  /** @param {Element} words */
  const textOf = (words) => lettersOf(words).map(({ letter }) => letter).join("").slice(0, LONGEST).trim();

  /** The seller's messages that stand on the page now, each with its order where that is known. */
  orderwarden.messages = () => {
    const own = ORDER.exec(location.search)?.[1];
    const links = own ? [] : [...document.querySelectorAll(ORDER_LINKS)];
    for (const way of WAYS) {
      const all = [...document.querySelectorAll(way)].slice(-MOST_MESSAGES);
      const outer = all.filter((message) => !message.parentElement?.closest(way) && message.checkVisibility());
      const messages = [];
      for (const message of outer) {
        const found = [message, ...message.querySelectorAll(WORDS)].find((one) => one.matches(WORDS) && !one.matches(NO_WORDS)) ?? message;
        const words = /** @type {HTMLElement} */ (found);
        const text = isSellers(message, words) ? textOf(words) : "";
        if (!text) continue;
        // In a conversation about several orders each one's card stands above what is said of it.
        const above = links.filter((link) => link.compareDocumentPosition(message) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1) ?? links[0];
        messages.push({ words, text, order: own ?? ORDER.exec(above?.getAttribute("href") ?? "")?.[1] });
      }
      if (messages.length > 0) return messages;
    }
    return [];
  };

  orderwarden.rangeOf = ({ words }, sentence) => {
    const letters = lettersOf(words);
    const start = letters.map(({ letter }) => letter).join("").indexOf(sentence);
    const [first, last] = [letters[start], letters[start + sentence.length - 1]];
    if (start < 0 || !first?.node || !last?.node) return undefined;
    const range = document.createRange();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + 1);
    return range;
  };
})();
