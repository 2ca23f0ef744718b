/** Count the characters left in a long text, and those too many; it never cuts any. */

const FAR = 5000; // With more left than anybody writes, the number only distracts.

/** @param {HTMLElement} counter */
function count(counter) {
  const text = document.getElementById(counter.dataset.counts ?? "");
  if (!(text instanceof HTMLTextAreaElement)) return;
  const most = Number(text.dataset.most);
  // As the server counts: a line break is two characters, a pictograph is one.
  const left = most - [...text.value.replace(/\r?\n/g, "\r\n")].length;
  counter.hidden = left > FAR;
  counter.toggleAttribute("data-past", left < 0);
  counter.querySelector("[data-left]")?.toggleAttribute("hidden", left < 0);
  counter.querySelector("[data-over]")?.toggleAttribute("hidden", left >= 0);
  const number = counter.querySelector("output");
  if (!number) return;
  // Spoken only near the end: a number at every key would drown the words.
  number.setAttribute("aria-live", left < most / 10 ? "polite" : "off");
  number.textContent = Math.abs(left).toLocaleString(document.documentElement.lang);
}

for (const counter of document.querySelectorAll("[data-counts]")) {
  if (counter instanceof HTMLElement) count(counter);
}
document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLElement) || !event.target.id) return;
  const counter = document.querySelector(`[data-counts="${CSS.escape(event.target.id)}"]`);
  if (counter instanceof HTMLElement) count(counter);
});
