/**
 * Change the page as an entry of the log says: put a fragment the server drew in its place.
 *
 * Whoever stands in what is replaced keeps their place: focus and opened details stay.
 */

import { drawn } from "./small_slides.js";

/** What was taken out while the reader stood in it: put in elsewhere, it takes them along. */
let left = "";

/** @typedef {{target: string, action: "append"|"prepend"|"replace"|"remove", html?: string}} Patch */

/** @param {Patch} patch @returns {Element|null} what is on the page now because of it */
export function apply({ target, action, html = "" }) {
  const place = document.getElementById(target);
  if (!place) return null;
  if (action === "remove") {
    if (place.contains(document.activeElement)) left = target;
    place.remove();
    return null;
  }
  const fresh = drawn(html).firstElementChild;
  if (!fresh) return null;
  const earlier = action === "replace" ? place : fresh.id && document.getElementById(fresh.id);
  if (earlier) {
    const place = placeIn(earlier);
    earlier.replaceWith(fresh);
    place(fresh);
  } else if (action === "prepend") {
    place.prepend(fresh);
  } else {
    place.append(fresh);
    const isTheReaders = left === fresh.id && document.activeElement === document.body;
    if (left && isTheReaders && fresh instanceof HTMLElement) {
      fresh.tabIndex = -1;
      fresh.focus({ preventScroll: true });
    }
  }
  fresh.dispatchEvent(new CustomEvent("talanoa:patched", { bubbles: true, detail: { action } }));
  return fresh;
}

/** @param {Element} before @returns {(after: Element) => void} puts the reader back there */
function placeIn(before) {
  const opened = [...before.querySelectorAll("details")].map((details) => details.open);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const like = focused && alike(focused);
  return (after) => {
    for (const [index, details] of [...after.querySelectorAll("details")].entries()) {
      if (opened[index]) details.open = true;
    }
    if (!focused) return;
    const again = like ? after.querySelector(like) : null;
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    else if (after instanceof HTMLElement) {
      after.tabIndex = -1;
      after.focus({ preventScroll: true });
    }
  };
}

/** A selector for the same button in a newly drawn fragment. @param {Element} element */
function alike(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const names = ["form", "name", "value"].filter((name) => element.hasAttribute(name));
  if (!names.length) return element.localName;
  const parts = names.map((name) => `[${name}="${CSS.escape(element.getAttribute(name) ?? "")}"]`);
  return element.localName + parts.join("");
}
