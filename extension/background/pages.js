// The order pages that are open.

import { remove } from "./state.js";

/** Open order pages ask anew for what they show. Who wrote what is new for them wrote `untold` with it: the next worker tells them if this one ends. */
export async function tellPages() {
  const { matches } = chrome.runtime.getManifest().content_scripts?.[1] ?? {};
  for (const { id } of await chrome.tabs.query({ url: matches ?? [] })) {
    if (id !== undefined) await chrome.tabs.sendMessage(id, { type: "changed" }).catch(() => {}); // a page that is just leaving
  }
  await remove("untold");
}
