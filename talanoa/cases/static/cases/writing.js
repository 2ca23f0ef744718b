/** The scribe's forms in the room: empty once what they hold is on its way, or kept here. */
for (const form of document.querySelectorAll("form[data-writing]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const text = form.querySelector("textarea");
  if (!text) continue;
  form.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.data.text?.trim()) return;
    event.preventDefault();
    text.focus();
  });
  form.addEventListener("talanoa:taken", () => {
    text.value = "";
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}
