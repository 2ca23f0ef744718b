/** Signing out takes what long forms kept on this device with it: the next person is another. */

document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-forget]")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("talanoa.keep.")) localStorage.removeItem(key);
  }
});
