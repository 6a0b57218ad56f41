import assert from "node:assert/strict";
import { test } from "node:test";
import "./chrome.js";
const { inPieces } = await import("../../../extension/background/pictures.js");

/** A page of this height in a window of this height, scrolled as far as it goes. */
function page(height, view, start = 0) {
  let top = start;
  const scrolled = async (to) => {
    const before = top;
    top = Math.max(0, Math.min(to, height - view));
    return { top, view, height, before };
  };
  const kept = [];
  return { scrolled, capture: async () => ({ at: "", image: String(top) }), keep: async ({ image }) => kept.push(Number(image)), kept, top: () => top };
}

test("nothing between two pieces is missing, the end is there, and the page stands where it stood", async () => {
  for (const [height, view, start] of [[2500, 800, 333], [801, 800, 1], [800, 800, 0], [100, 800, 0], [3000.5, 700, 2000]]) {
    const shown = page(height, view, start);
    assert.deepEqual(await inPieces(shown.scrolled, shown.capture, shown.keep), { kept: shown.kept.length, whole: true });
    assert.equal(shown.kept[0], 0);
    shown.kept.slice(1).forEach((top, number) => assert.ok(top <= shown.kept[number] + view - 100));
    assert.ok((shown.kept.at(-1) ?? 0) + view >= height - 1);
    assert.equal(shown.top(), Math.max(0, Math.min(start, height - view)));
  }
});

test("a page without end has an end here, and it is said", async () => {
  const shown = page(1_000_000, 800);
  assert.deepEqual(await inPieces(shown.scrolled, shown.capture, shown.keep), { kept: 30, whole: false });
});

test("where a piece cannot be taken or kept the page goes back too", async () => {
  const shown = page(5000, 800, 1200);
  const fails = async () => {
    throw new Error("no");
  };
  await assert.rejects(inPieces(shown.scrolled, fails, shown.keep), /no/);
  await assert.rejects(inPieces(shown.scrolled, shown.capture, fails), /no/);
  assert.equal(shown.top(), 1200);
});
