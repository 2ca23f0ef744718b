/**
 * What the others of the team write appears while the page is open.
 *
 * `<div data-others="address">` holds one element with `data-seen`; the address is asked what
 * has changed since, and answers with nothing while nothing has. Where that element carries the
 * revision of an answer, a form that rests on an older one says so.
 */
const EVERY = 5000;

for (const box of document.querySelectorAll("[data-others]")) {
  if (box instanceof HTMLElement) window.setInterval(() => look(box), EVERY);
}

/** @param {HTMLElement} box */
async function look(box) {
  const shown = box.querySelector("[data-seen]");
  if (document.hidden || !(shown instanceof HTMLElement) || inUse(box)) return;
  const address = `${box.dataset.others}?seen=${encodeURIComponent(shown.dataset.seen ?? "")}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer || answer.status !== 200 || answer.redirected || inUse(box)) return;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const fresh = template.content.querySelector("[data-seen]");
  if (!fresh) return;
  shown.replaceWith(fresh);
  compare(box);
}

/** Nothing is taken from under somebody's finger. @param {HTMLElement} box */
function inUse(box) {
  return box.contains(document.activeElement);
}

/** @param {HTMLElement} box */
function compare(box) {
  const saved = box.querySelector("[data-revision]");
  const form = document.querySelector("form[data-autosave]");
  const mine = form?.querySelector("input[name=revision]");
  if (!(saved instanceof HTMLElement) || !(mine instanceof HTMLInputElement)) return;
  form?.querySelector("[data-changed]")?.toggleAttribute("hidden", Number(saved.dataset.revision) <= Number(mine.value));
}
