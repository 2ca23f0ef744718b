/**
 * Send a form once, however often its button is pressed.
 *
 * The button stays in the form's data and on the page; it only says that it is busy. Its
 * words for that, if any, stand in `data-busy`.
 */

/** @param {HTMLFormElement} form @param {boolean} busy */
export function setBusy(form, busy) {
  form.toggleAttribute("data-sending", busy);
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  const button = form.querySelector("button[data-busy]");
  if (!(button instanceof HTMLElement)) return;
  if (busy) button.dataset.idle ??= button.textContent ?? "";
  const words = busy ? button.dataset.busy : button.dataset.idle;
  if (words) button.textContent = words;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.hasAttribute("data-sending")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // Once everyone has had a say: a script that sends the form itself frees it itself.
    setTimeout(() => {
      if (!event.defaultPrevented) setBusy(form, true);
    });
  },
  true,
);

// The back button may bring the page back as it was left: free it again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sending]")) {
    if (form instanceof HTMLFormElement) setBusy(form, false);
  }
});
