// The order pages that are open.

/** Open order pages ask anew for what they show. */
export async function tellPages() {
  const { matches } = chrome.runtime.getManifest().content_scripts?.[1] ?? {};
  for (const { id } of await chrome.tabs.query({ url: matches ?? [] })) {
    if (id !== undefined) await chrome.tabs.sendMessage(id, { type: "changed" }).catch(() => {}); // a page that is just leaving
  }
}
