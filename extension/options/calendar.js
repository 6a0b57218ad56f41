// The deadlines in the buyer's own calendar program: an alarm that needs neither this browser nor a channel.
const { element, word } = orderwarden;

/** @returns {Promise<HTMLElement>} */
export async function calendarField() {
  const told = await orderwarden.send({ type: "get", path: "/api/v1/calendar" });
  const said = element("span", { role: "status", class: "small" }, told?.url ? "" : (told?.error ?? word("worker_silent")));
  const address = element("input", { id: "calendar", type: "url", readonly: true, value: told?.url ?? "", dir: "ltr" });
  const copy = element("button", {
    class: "button", type: "button",
    click: async () => {
      await navigator.clipboard.writeText(address.value);
      said.textContent = word("copied");
    },
  }, word("copy_text"));
  const anew = element("button", {
    class: "button", type: "button", title: word("calendar_new_why"),
    click: async (event) => {
      if (!event.isTrusted) return;
      const answer = await orderwarden.send({ type: "new_calendar" });
      if (answer?.url) address.value = answer.url;
      said.textContent = answer?.error ?? word(answer ? "saved" : "worker_silent");
    },
  }, word("calendar_new"));
  return element(
    "div", "field",
    element("label", { for: "calendar" }, word("set_calendar")),
    element("div", "small soft", word("set_calendar_hint")),
    element("div", "value", address, copy, anew, said),
  );
}
