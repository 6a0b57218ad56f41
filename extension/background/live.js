// The accelerator: a WebSocket on which the server says at once that something changed. Its message every 20 s keeps the
// worker awake; when it ends, the alarm's next round opens a new one. Nothing depends on it.
import { PROTOCOL } from "./server.js";
import { read } from "./state.js";

const ALIVE_EVERY_MS = 20_000;

/** @type {WebSocket | undefined} */
let socket;

/** @param {() => void} changed called after each change that the server tells of */
export async function listen(changed) {
  const pairing = await read("pairing", /** @type {Pairing | undefined} */ (undefined));
  if (!pairing || socket) return;
  const opened = new WebSocket(`ws://127.0.0.1:${pairing.port}/api/v1/ws`);
  socket = opened;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let beat;
  opened.addEventListener("open", () => {
    opened.send(JSON.stringify({ token: pairing.token, protocol: PROTOCOL }));
    beat = setInterval(() => opened.send(JSON.stringify({ type: "alive" })), ALIVE_EVERY_MS);
  });
  opened.addEventListener("message", ({ data }) => {
    if (typeof data === "string" && data.includes('"changed"')) changed();
  });
  opened.addEventListener("close", () => {
    clearInterval(beat);
    if (socket === opened) socket = undefined;
    changed(); // the server may be gone: the round finds out
  });
}

export function hangUp() {
  const closing = socket;
  socket = undefined;
  closing?.close();
}
