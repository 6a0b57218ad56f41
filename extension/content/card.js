// One order, opened: clocks, parcels, disputes, the next step, what the buyer can say.
(() => {
  "use strict";
  const { element, icon, word } = orderwarden;
  const OF_A_LINE = new Set(["received_ok", "not_sure", "defect"]);
  const SCANS_SHOWN = 3;
  const LONGEST_NAME = 80;

  /** @type {Map<string, Intl.DateTimeFormat>} */
  const formats = new Map();
  /** @param {Context} context @param {Intl.DateTimeFormatOptions} options */
  const format = ({ language, zone }, options) => {
    const key = JSON.stringify([language, zone, options]);
    let made = formats.get(key);
    if (!made) {
      try {
        made = new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
      } catch {
        made = new Intl.DateTimeFormat(undefined, options); // a zone or language unknown here
      }
      formats.set(key, made);
    }
    return made;
  };
  const DAY = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short" });
  const ZONE = /** @type {const} */ ({ timeZoneName: "short" });
  const CLOCK = /** @type {const} */ ({ hour: "numeric", minute: "2-digit" });

  /** An instant in the buyer's zone, which it names; a plain date as the day it is; a scan's time has no zone. @type {Orderwarden["when"]} */
  const when = (iso, context, withZone = true) => {
    if (!iso) return "";
    const plain = /^\d{4}-\d\d-\d\d$/.test(iso);
    const instant = new Date(iso);
    if (Number.isNaN(instant.getTime())) return iso;
    const year = instant.getUTCFullYear() === new Date().getUTCFullYear() ? {} : /** @type {const} */ ({ year: "numeric" });
    if (plain) return format(context, { ...DAY, ...year, timeZone: "UTC" }).format(instant);
    return format(context, { ...DAY, ...year, ...CLOCK, ...(withZone ? ZONE : {}) }).format(instant);
  };

  orderwarden.when = when;

  /** @param {Order} order @param {Context} context */
  const money = ({ total }, { language }) => {
    if (!total) return "";
    try {
      return new Intl.NumberFormat(language, { style: "currency", currency: total.currency }).format(Number(total.amount));
    } catch {
      return `${total.amount} ${total.currency}`;
    }
  };

  /** @param {Advice} advice @param {Order} order @param {Context} context */
  const adviceOf = (advice, order, context) => {
    const rows = [
      ["advice_until", when(advice.until, context)],
      ["advice_why", advice.why],
      ["advice_otherwise", advice.otherwise],
      ["advice_avoid", advice.avoid],
    ].filter(([, text]) => text);
    const level = orderwarden.levelOf(order.badge);
    return element(
      "section",
      { class: `advice ${level === "none" ? "info" : level}`, "aria-label": word("next_step") },
      element("p", "do", advice.do),
      rows.length > 0 && element("dl", {}, rows.flatMap(([key, text]) => [element("dt", {}, word(String(key))), element("dd", {}, text)])),
    );
  };

  /** Texts in one line, each running as it does by itself: one from outside turns round nothing but itself. @type {Orderwarden["line"]} */
  const line = (...texts) => texts.filter(Boolean).flatMap((text, n) => [n > 0 && " · ", element("bdi", {}, text)]);

  orderwarden.line = line;

  /** Which of several parcels or disputes a clock is about. @param {Clock} clock @param {Order} order */
  const whose = ({ case: about }, { parcels = [], disputes = [] }) =>
    (parcels.length > 1 && parcels.find(({ number, numbers }) => about !== undefined && [number, ...(numbers ?? [])].includes(about))?.number) ||
    (disputes.length > 1 && disputes.find(({ dispute_id }) => dispute_id === about)?.dispute_id);

  /** @param {Clock} clock @param {Order} order @param {Context} context */
  const clockOf = (clock, order, context) => {
    const page = clock.page && word(`page_${clock.page}`);
    const from =
      clock.basis === "estimated"
        ? word("estimated")
        : page && clock.read_at
          ? word(clock.worked_out ? "worked_out" : "read_on", page, when(clock.read_at, context))
          : page || "";
    return element(
      "li",
      {},
      element("span", {}, line(clock.label, whose(clock, order))),
      element("b", {}, when(clock.ends_at ?? clock.on, context)),
      from && element("span", "small soft", from),
    );
  };

  /** @type {Draws<Scan>} */
  const scanOf = (scan, context) =>
    element(
      "li",
      {},
      element("div", {}, scan.text),
      element("div", "small soft", line(scan.local_time && when(`${scan.local_time.slice(0, 19)}Z`, { ...context, zone: "UTC" }, false), scan.place)),
    );

  /** The source's own page about the parcel. @param {SourceAnswer} source */
  orderwarden.lookThere = ({ link }) =>
    link && /^https:\/\//.test(link) ? element("a", { class: "small", href: link, target: "_blank", rel: "noopener noreferrer" }, word("look_there")) : undefined;

  /** @type {Draws<SourceAnswer>} */
  const sourceOf = (source, context) => {
    const scans = (source.events ?? []).map((scan) => scanOf(scan, context));
    const older = scans.slice(SCANS_SHOWN);
    return element(
      "div",
      {},
      element("b", {}, source.name || source.source),
      scans.length > 0
        ? element("ul", "scans", scans.slice(0, SCANS_SHOWN))
        : element("p", "small soft", word(`outcome_${source.outcome}`)),
      older.length > 0 && element("details", {}, element("summary", {}, word("older_scans", older.length)), element("ul", "scans", older)),
      source.asked_at && source.outcome !== "own_tab" && element("div", "small soft", word("asked_at", when(source.asked_at, context))),
      orderwarden.lookThere(source),
    );
  };

  /** @param {Parcel} parcel @param {Order} order @param {Context} context */
  const parcelOf = (parcel, order, context) => {
    const numbers = [...new Set([parcel.number, ...(parcel.numbers ?? [])])].filter(Boolean);
    return element(
      "div",
      "parcel",
      element("div", {}, element("bdi", "number", numbers.join(" · ") || word("no_number")), parcel.carrier && element("span", "soft", ` ${parcel.carrier}`)),
      parcel.status_text && element("p", {}, parcel.status_text),
      parcel.disagree && element("p", "pill act", icon("warning"), element("span", {}, word("sources_disagree"))),
      (parcel.sources ?? []).length > 0 && element("div", "sources", (parcel.sources ?? []).map((source) => sourceOf(source, context))),
      marksOffered(order, context, { parcel }),
    );
  };

  /** @param {Dispute} dispute @param {Order} order @param {Context} context */
  const disputeOf = (dispute, order, context) =>
    element(
      "div",
      {},
      element("p", {}, line(dispute.state_text || dispute.state, dispute.answer_due && word("answer_by", when(dispute.answer_due, context)))),
      marksOffered(order, context, { dispute }),
    );

  /** Says it to the server; the card comes anew with the next changes. @param {Event} event @param {Context} context @param {object} message */
  const say = async (event, context, message) => {
    if (!event.isTrusted) return; // only the buyer's own click counts
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    button.disabled = true;
    const answer = await context.send(message);
    if (answer && !answer.error) return;
    button.disabled = false;
    button.parentElement?.querySelector("[role]")?.remove();
    button.after(element("p", { class: "small", role: "alert" }, answer?.error ?? word("worker_silent")));
  };

  /** What can be said of a parcel, of a dispute, or else of the order. @param {Order} order @param {Context} context @param {{parcel?: Parcel, dispute?: Dispute}} [about] */
  const marksOffered = (order, context, { parcel, dispute } = {}) => {
    const kinds = (parcel ?? dispute ?? order).marks_offered ?? [];
    if (kinds.length === 0) return undefined;
    const name = parcel?.number ?? dispute?.dispute_id;
    const lines = (order.lines ?? []).filter((line) => line.line_id && (!parcel || !line.parcel || line.parcel === parcel.number));
    const choice =
      lines.length > 1 && kinds.some((kind) => OF_A_LINE.has(kind))
        ? element(
            "select",
            { name, "aria-label": word("which_line") },
            element("option", { value: "" }, word("all_lines")),
            lines.map((line) => element("option", { value: line.line_id }, line.title.slice(0, LONGEST_NAME))),
          )
        : undefined;
    const number = kinds.includes("return_number_entered") ? element("input", { name, "aria-label": word("return_number"), placeholder: word("return_number"), maxlength: "40", size: "18" }) : undefined;
    /** @param {string} kind */
    const button = (kind) =>
      element(
        "button",
        {
          class: "button",
          type: "button",
          click: (/** @type {Event} */ event) => {
            const given = kind === "return_number_entered" ? number?.value.trim() : undefined;
            if (kind === "return_number_entered" && !given) return void number?.focus();
            void say(event, context, {
              type: "mark",
              mark: { order_id: order.order_id, kind, parcel: parcel?.number, dispute_id: dispute?.dispute_id, line_id: (OF_A_LINE.has(kind) && choice?.value) || undefined, number: given },
            });
          },
        },
        word(`mark_${kind}`),
      );
    return element("div", { class: "said", role: "group", "aria-label": word("you_say") }, choice, number, kinds.map(button));
  };

  /** @type {Draws<Order>} */
  const marksMade = (order, context) => {
    const marks = order.marks ?? [];
    if (marks.length === 0) return undefined;
    /** @param {Mark} mark */
    const lineOf = ({ line_id }) => order.lines?.find((one) => line_id && one.line_id === line_id)?.title.slice(0, LONGEST_NAME);
    return element(
      "ul",
      "said",
      marks.map((mark) => {
        const said = [word(`marked_${mark.kind}`), lineOf(mark), mark.parcel, when(mark.at, context)].filter(Boolean);
        const name = `${word("undo")}: ${said.join(", ")}`;
        const click = (/** @type {Event} */ event) => void say(event, context, { type: "unmark", mark_id: mark.mark_id });
        return element("li", {}, icon("check"), element("span", {}, line(...said)), element("button", { class: "button bare", type: "button", "aria-label": name, click }, word("undo")));
      }),
    );
  };

  orderwarden.parcel = (parcel, context) => parcelOf(parcel, { order_id: "" }, context);

  /** @param {string} key @param {...(Child | Child[])} parts A titled part of the card; without content there is no title either. */
  const part = (key, ...parts) => {
    const there = parts.flat().filter(Boolean);
    return there.length > 0 ? [element("h3", {}, word(key)), ...there] : [];
  };

  /** @type {Draws<Order>} */
  const footOf = (order, context) => {
    const link = /^https:\/\//.test(order.url ?? "") ? order.url : undefined;
    return element(
      "div",
      "foot small soft",
      order.read_at && element("span", {}, word("read_at", when(order.read_at, context))),
      link && element("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, word("open_order")),
      context.close && element("button", { class: "button bare", type: "button", click: () => context.send({ type: "proof", id: order.order_id }) }, word("proof")),
      context.server_line && element("span", {}, context.server_line),
    );
  };

  orderwarden.card = (order, context) => {
    const clocks = order.clocks ?? [];
    return element(
      "div",
      { class: "card", dir: /^(ar|fa|he|ur)/.test(context.language) ? "rtl" : "ltr" },
      element(
        "div",
        "head",
        element(
          "div",
          {},
          element("h2", { id: "ow-title", tabindex: "-1" }, order.title || word("order", order.order_id)),
          element("p", "small soft", line(order.store?.slice(0, LONGEST_NAME), money(order, context), word("order", order.order_id))),
        ),
        context.close && element("button", { class: "button bare close", type: "button", "aria-label": word("close"), click: context.close }, icon("close")),
      ),
      element("div", "state", order.badge && orderwarden.pill(order.badge), element("span", "small soft", order.badge?.title ?? order.status_text)),
      order.advice?.do && adviceOf(order.advice, order, context),
      part("clocks", clocks.length > 0 && element("ul", "clocks", clocks.map((clock) => clockOf(clock, order, context)))),
      part("disputes", (order.disputes ?? []).map((dispute) => disputeOf(dispute, order, context))),
      part("parcels", (order.parcels ?? []).map((parcel) => parcelOf(parcel, order, context))),
      part("you_say", marksMade(order, context), marksOffered(order, context)),
      footOf(order, context),
    );
  };

  /** What the buyer fills in, by the parcel or dispute that it is about. @param {ParentNode} card @returns {(HTMLInputElement | HTMLSelectElement)[]} */
  const fieldsOf = (card) => [...card.querySelectorAll(/** @type {"input"} */ ("input, select"))];

  orderwarden.exchange = (before, card) => {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (before.getRootNode());
    const focused = before.contains(activeElement) ? activeElement : undefined;
    /** @type {HTMLElement | null} */
    let next = card.querySelector("#ow-title");
    for (const field of fieldsOf(before)) {
      const same = fieldsOf(card).find(({ localName, name }) => localName === field.localName && name === field.name);
      if (!same) continue;
      if (!("options" in same) || [...same.options].some(({ value }) => value === field.value)) same.value = field.value;
      if (field === focused) next = same;
    }
    before.replaceWith(card);
    if (focused) next?.focus({ preventScroll: true });
  };
})();
