/** Keys for what is done often. They do nothing while somebody types, or with another key. */

const TYPES = "input, textarea, select, [contenteditable], dialog";

/** @param {Record<string, () => void>} keys by `event.key`, in small letters */
export function shortcuts(keys) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(TYPES)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
