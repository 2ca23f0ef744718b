/** Ask, or say what ends the page's work, in a dialog whose words stand in the page. */

/**
 * @param {string} id
 * @param {string} [about] shown in the dialog's `[data-about]`
 * @returns {Promise<string>} the value of the button pressed; empty when closed otherwise
 */
export function ask(id, about = "") {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve("");
  const place = dialog.querySelector("[data-about]");
  if (place) place.textContent = about;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

/** Show a dialog that cannot be closed: there is nothing to go back to. @param {string} id */
export function end(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}
