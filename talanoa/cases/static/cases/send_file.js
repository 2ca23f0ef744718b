/**
 * Send a form's file with its progress, and again by itself when the connection fails.
 *
 * `<form data-sends-file data-most-bytes="…">` includes `cases/_sends_file.html`. What was typed and
 * chosen stays in the page; a file that is too large is not sent at all. The form carries an id of
 * its own, so that the server keeps the file once, however often it is sent. Without a file the
 * form is sent as any other.
 */
import { setBusy } from "../ui/once.js";

/** Seconds before each new try; the last counts for all that follow. */
const AGAIN_AFTER = [5, 15, 30, 60];

for (const form of document.querySelectorAll("form[data-sends-file]")) {
  const file = form.querySelector("input[type=file]");
  if (form instanceof HTMLFormElement && file instanceof HTMLInputElement) follow(form, file);
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} file */
function follow(form, file) {
  const bar = form.querySelector("progress");
  const large = form.querySelector("[data-too-large]");
  const lost = form.querySelector("[data-not-sent]");
  let tries = 0;
  let waits = 0;

  function fits() {
    const isLarge = (file.files?.[0]?.size ?? 0) > Number(form.dataset.mostBytes);
    large?.toggleAttribute("hidden", !isLarge);
    return !isLarge;
  }

  /** @param {boolean} isSending @param {boolean} isLost */
  function show(isSending, isLost) {
    setBusy(form, isSending);
    if (bar) bar.hidden = !isSending;
    lost?.toggleAttribute("hidden", !isLost);
  }

  function again() {
    window.clearTimeout(waits);
    waits = 0;
    if (file.files?.length) form.requestSubmit();
  }

  file.addEventListener("change", fits);
  window.addEventListener("online", () => waits && again());
  form.addEventListener("submit", (event) => {
    if (!file.files?.length) return;
    event.preventDefault();
    window.clearTimeout(waits);
    waits = 0;
    if (!fits()) return;
    show(true, false);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => bar && (bar.value = loaded / total));
    request.addEventListener("loadend", () => {
      // Accepted: it led to another page; refused: the answer is the form with the reason.
      if (request.status === 200) return location.assign(request.responseURL);
      const isLost = request.status === 0 || request.status >= 500;
      show(false, isLost);
      if (isLost) {
        waits = window.setTimeout(again, 1000 * (AGAIN_AFTER[tries++] ?? AGAIN_AFTER[AGAIN_AFTER.length - 1]));
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const reason = answer.querySelector("form[data-sends-file] .error-summary, main .notice.error");
      form.querySelector(".error-summary, .notice.error")?.remove();
      if (reason) form.prepend(reason);
    });
    request.open("POST", form.getAttribute("action") || location.href);
    request.send(new FormData(form));
  });
}
