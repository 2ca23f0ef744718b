/**
 * Save an answer by itself a moment after it was written, and again when the connection is back.
 *
 * `ui/keep.js` keeps what is typed, sends it and says truly where it is; this presses the button
 * for it. Each saving tells the revision on which the next one rests.
 */
const MOMENT = 1500;
const AGAIN = 10_000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const button = form.querySelector("button[data-stays]");
  const revision = form.querySelector("input[name=revision]");
  if (form instanceof HTMLFormElement && button instanceof HTMLButtonElement && revision instanceof HTMLInputElement) {
    follow(form, button, revision);
  }
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button @param {HTMLInputElement} revision */
function follow(form, button, revision) {
  let waits = false;
  let timer = 0;

  /** @param {number} delay */
  function later(delay) {
    waits = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  }

  function save() {
    if (form.hasAttribute("data-sending")) return later(MOMENT);
    if (!form.checkValidity()) return;
    waits = false;
    form.requestSubmit(button);
  }

  form.addEventListener("input", () => later(MOMENT));
  form.addEventListener("change", () => later(MOMENT));
  form.addEventListener("talanoa:kept", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const saved = new URL(event.detail.next, location.href).searchParams.get("revision");
    if (saved) revision.value = saved;
  });
  form.addEventListener("talanoa:unsent", () => later(AGAIN));
  window.addEventListener("online", () => {
    if (waits) later(0);
  });
}
