/**
 * Send a form that could not be sent as soon as there is a connection again.
 *
 * What was typed is kept by `ui/keep.js`, which shows whether it was sent; this presses the
 * button anew while it says that it was not. The words for that stand in `[data-waits]`.
 */

const AGAIN_AFTER = 30_000;

/** @param {HTMLFormElement} form */
function isUnsent(form) {
  const line = form.querySelector("[data-state=unsent]");
  return line instanceof HTMLElement && !line.hidden;
}

/** @param {HTMLFormElement} form */
function sendLater(form) {
  const words = form.querySelector("[data-waits]");
  const line = form.querySelector("[data-state=unsent]");
  if (!(line instanceof HTMLElement) || !(words instanceof HTMLElement)) return;
  const again = () => {
    if (isUnsent(form) && navigator.onLine) form.requestSubmit();
  };
  new MutationObserver(() => {
    words.hidden = line.hidden;
  }).observe(line, { attributes: true, attributeFilter: ["hidden"] });
  window.addEventListener("online", again);
  setInterval(again, AGAIN_AFTER);
}

for (const form of document.querySelectorAll("form[data-sends-later]")) {
  if (form instanceof HTMLFormElement) sendLater(form);
}
