/**
 * What others write, and that they are writing, appears while a page is open.
 *
 * `<div data-others="address">` holds one element with `data-seen`; the address is asked every
 * `data-every` seconds what has changed since, and answers with nothing while nothing has. While
 * somebody types here, the address is told so. Where that element carries a revision, a form
 * that rests on an older one shows what it holds under `data-changed`; it never changes itself.
 */
/** Milliseconds for which a key pressed counts as writing. */
const TYPING = 20_000;
/** Milliseconds after which it is said again; the server remembers it for twice as long. */
const TOLD = 12_000;
let lastTyped = -TYPING;
let lastTold = -TOLD;
const form = document.querySelector("[data-changed]")?.closest("form");

form?.addEventListener("input", (event) => {
  if (event.isTrusted) lastTyped = performance.now();
});
for (const box of document.querySelectorAll("[data-others]")) {
  if (!(box instanceof HTMLElement)) continue;
  window.setInterval(() => look(box), Number(box.dataset.every ?? 5) * 1000);
}

/** @param {HTMLElement} box */
async function look(box) {
  const shown = box.querySelector("[data-seen]");
  if (document.hidden || !navigator.onLine || !(shown instanceof HTMLElement) || inUse(box)) return;
  const asked = new URLSearchParams({ seen: shown.dataset.seen ?? "" });
  const now = performance.now();
  if (now - lastTyped < TYPING && now - lastTold >= TOLD) {
    lastTold = now;
    asked.set("writing", "1");
  }
  const answer = await fetch(`${box.dataset.others}?${asked}`).catch(() => null);
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
  const mine = form?.querySelector("input[name=revision]");
  if (!(saved instanceof HTMLElement) || !(mine instanceof HTMLInputElement)) return;
  form?.querySelector("[data-changed]")?.toggleAttribute("hidden", Number(saved.dataset.revision) <= Number(mine.value));
}
