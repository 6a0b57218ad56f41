// What the buyer has unfolded, and where the focus is, outlive each drawing of the window.

const CONTROLS = "button, summary, a, input, select, textarea";

/** @param {ParentNode} part @returns {HTMLElement[]} */
const controlsOf = (part) => [...part.querySelectorAll(/** @type {"input"} */ (CONTROLS))];

/** Call it before the drawing; what it gives brings all back after. @param {HTMLElement} main @returns {() => void} */
export function staying(main) {
  const open = [...main.querySelectorAll("details[id][open]")].map(({ id }) => id);
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const part = focused?.closest("[id]:not(main)");
  const at = part && focused ? controlsOf(part).indexOf(focused) : -1;

  /** @returns {HTMLElement | null | undefined} where the buyer goes on: in the same part, or at the next notice where that one is gone */
  const next = () => {
    if (!part || focused?.isConnected) return focused;
    const there = document.getElementById(part.id);
    if (there) return at < 0 ? there : controlsOf(there)[at];
    return part.matches(".notice, .notice *") ? main.querySelector(".notice button, #search") : undefined;
  };
  return () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    next()?.focus({ preventScroll: true });
  };
}
