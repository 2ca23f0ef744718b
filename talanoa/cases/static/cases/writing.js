/**
 * The scribe's forms in the room: empty once what they hold is on its way, or kept here.
 *
 * An answer needs its question: without one chosen, the form stays as it is and says so.
 */
for (const form of document.querySelectorAll("form[data-writing]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const text = form.querySelector("textarea");
  if (!text) continue;
  form.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { data } = event.detail;
    if (!data.text?.trim()) {
      event.preventDefault();
      text.focus();
    } else if (form.dataset.act === "case.answer" && !data.question) {
      event.preventDefault();
      const first = document.querySelector('input[name="question"][form="act-case-answer"]');
      if (first instanceof HTMLElement) first.focus();
    }
  });
  form.addEventListener("talanoa:taken", () => {
    text.value = "";
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}
