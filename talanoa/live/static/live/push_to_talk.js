// @ts-check
/**
 * Hold a button, or the space bar anywhere on the page, to speak; let go to be silent.
 *
 * Whatever takes the hand or the eye away (another window, a call, the screen going dark)
 * counts as letting go.
 */

/** @typedef {import("./sound.js").Sound} Sound */

const OWN_KEYS = "input, textarea, select, button, a[href], summary, audio, video, [contenteditable]";

/**
 * @param {Sound} sound
 * @param {HTMLElement} button
 */
export function pushToTalk(sound, button) {
  let held = "";

  /** @param {string} by */
  const hold = (by) => {
    if (held) return;
    held = by;
    void sound.open();
  };
  /** @param {string} [by] */
  const release = (by = held) => {
    if (!held || held !== by) return;
    held = "";
    sound.close();
  };

  button.style.touchAction = "none";
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    hold("pointer");
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    button.addEventListener(end, () => release("pointer"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat) {
      if (held === "key" && event.code === "Space") event.preventDefault();
      return;
    }
    if (!speaks(event, button)) return;
    event.preventDefault();
    hold("key");
  });
  document.addEventListener("keyup", (event) => {
    if (event.code === "Space" || event.code === "Enter") release("key");
  });

  window.addEventListener("blur", () => release());
  window.addEventListener("pagehide", () => release());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) release();
  });

  sound.addEventListener("muted", (event) => {
    if (!(event instanceof CustomEvent) || !event.detail.mine) return;
    button.setAttribute("aria-pressed", String(!event.detail.muted));
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} button
 */
function speaks(event, button) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  if (event.target === button) return event.code === "Space" || event.code === "Enter";
  if (event.code !== "Space") return false;
  return !(event.target instanceof Element && event.target.closest(OWN_KEYS));
}
