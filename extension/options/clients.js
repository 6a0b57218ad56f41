// The other browsers (or programs) that are paired with this server, and a way to shut each of them out.
const { element, word } = orderwarden;

/** @typedef {{client_id: string, name: string, version: string, last_seen_at?: string, this?: boolean}} Client */

/** @param {Client} client */
function clientOf({ client_id, name, version, last_seen_at }) {
  const said = element("span", { role: "alert", class: "small" });
  const seen = last_seen_at && word("client_seen", new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(last_seen_at)));
  const button = element("button", {
    class: "button", type: "button", "aria-label": `${word("unpair")}: ${name}`,
    click: async (event) => {
      if (!event.isTrusted) return;
      const answer = await orderwarden.send({ type: "revoke", client_id });
      if (answer && !answer.error) row.remove();
      else said.textContent = answer?.error ?? word("worker_silent");
    },
  }, word("unpair"));
  const row = element("li", {}, element("span", { dir: "auto" }, [`${name} ${version}`, seen].filter(Boolean).join(" · ")), button, said);
  return row;
}

/** @returns {Promise<{field: HTMLElement, renew: () => Promise<void>}>} hidden where this browser is the only one; `renew` asks again */
export async function otherClients() {
  const place = element("div", {});
  const field = element("div", { class: "field", id: "clients", hidden: true }, element("div", "label", word("set_clients")), place);
  let drawn = "";
  const renew = async () => {
    const told = await orderwarden.send({ type: "get", path: "/api/v1/clients" });
    const others = /** @type {Client[]} */ (told?.clients ?? []).filter((client) => !client.this);
    const failed = told?.clients ? "" : (told?.error ?? word("worker_silent"));
    const said = failed || others.map(({ client_id }) => client_id).join("\n");
    if (said === drawn) return;
    drawn = said;
    place.replaceChildren(failed ? element("p", { role: "alert" }, failed) : element("ul", "listed", others.map(clientOf)));
    field.hidden = !said;
  };
  await renew();
  return { field, renew };
}
