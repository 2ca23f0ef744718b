/**
 * On the page that shows two texts side by side: what this device keeps now rests on the
 * revision shown, so that coming back to it later does not raise the same conflict again.
 *
 * Stands before `ui/keep.js` in the page and runs before it.
 */
const field = document.querySelector("input[name=revision]");
const box = field?.closest("form")?.querySelector("[data-keep]");
if (field instanceof HTMLInputElement && box instanceof HTMLElement) {
  const key = `talanoa.keep.${box.dataset.keep}`;
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    if (kept?.values?.revision) {
      kept.values.revision = [field.value];
      localStorage.setItem(key, JSON.stringify(kept));
    }
  } catch {
    // Nothing kept here can be read; the page itself holds what was typed.
  }
}
