// The deadlines in the buyer's own calendar program: an alarm that needs neither this browser nor a channel.
const { element, word } = orderwarden;

/** @returns {Promise<{field: HTMLElement, renew: () => Promise<void>}>} `renew` asks again: another browser may have made a new one */
export async function calendarField() {
  const said = element("span", { role: "status", class: "small" });
  const address = element("input", { id: "calendar", type: "url", readonly: true, dir: "ltr" });
  const renew = async () => {
    const told = await orderwarden.send({ type: "get", path: "/api/v1/calendar" });
    if (!told?.url) said.textContent = told?.error ?? word("worker_silent");
    else if (address.value !== told.url) [address.value, said.textContent] = [told.url, ""];
  };
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
  await renew();
  const field = element(
    "div", "field",
    element("label", { for: "calendar" }, word("set_calendar")),
    element("div", "small soft", word("set_calendar_hint")),
    element("div", "value", address, copy, anew, said),
  );
  return { field, renew };
}
