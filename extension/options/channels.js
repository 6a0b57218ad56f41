// A trial of each of the buyer's channels: whether a warning would come, before one must.
const { element, word } = orderwarden;

/** @param {string} channel */
function trial(channel) {
  const said = element("span", { role: "status", class: "small" });
  const button = element("button", {
    class: "button", type: "button", "aria-label": `${word("set_test_channel")}: ${channel}`,
    click: async () => {
      said.textContent = word("sending");
      button.disabled = true;
      const answer = await orderwarden.send({ type: "test_channel", channel, title: word("test_title"), text: word("test_message") });
      button.disabled = false;
      said.textContent = answer?.sent ? word("test_sent") : (answer?.error ?? word("worker_silent"));
    },
  }, word("set_test_channel"));
  return element("li", {}, element("bdi", "address", channel), button, said);
}

/** @param {string[]} channels as the settings hold them */
export const channelTests = (channels) => element("ul", { id: "channel-tests", hidden: channels.length === 0 }, channels.map(trial));
