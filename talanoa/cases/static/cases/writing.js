/**
 * The scribe's forms in the room: empty once what they hold is on its way, or kept here.
 *
 * What is refused because its turn has not come, or is over, stands in its form again, with
 * the reason, until the case moves: nothing typed is lost, and it can be sent when its turn comes.
 */
for (const form of document.querySelectorAll("form[data-writing]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const text = form.querySelector("textarea");
  const reason = form.querySelector(".refused");
  const box = form.elements.namedItem("out_of_turn");
  if (!text || !reason) continue;
  form.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { data } = event.detail;
    if ("out_of_turn" in data) data.out_of_turn = true;
    if (data.text?.trim()) return;
    event.preventDefault();
    text.focus();
  });
  form.addEventListener("talanoa:taken", () => {
    write(text, "");
    reason.toggleAttribute("hidden", true);
    if (box instanceof HTMLInputElement) box.checked = false;
    text.focus();
  });
  form.addEventListener("talanoa:refused", (event) => {
    if (!(event instanceof CustomEvent) || text.value.trim()) return;
    const { act, reason: words } = event.detail;
    write(text, act.data.text ?? "");
    for (const choice of form.querySelectorAll("select")) {
      choice.value = String(act.data[choice.name] || "");
    }
    reason.textContent = words;
    reason.toggleAttribute("hidden", false);
    document.querySelector(`#case-waiting [data-waits="${CSS.escape(act.id)}"]`)?.remove();
  });
  document.addEventListener("talanoa:patched", (event) => {
    const part = event.target instanceof Element ? event.target.id : "";
    if (part === "case-steps" || part === "case-in-hand") reason.toggleAttribute("hidden", true);
  });
}

/** @param {HTMLTextAreaElement} field @param {string} words */
function write(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
