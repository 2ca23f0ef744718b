/**
 * Where a captioner writes: fast, with the hands on the keys.
 *
 * Enter sends the line, which waits on the device while there is no connection. Short forms
 * become long ones as they are typed. What is being written is passed on a few times a second.
 * The last lines stand above, each to be corrected; arrow up goes there.
 */

const PASS_ON_EVERY = 350;
const OWN_LINES = 5;
/** A short form ends with one of these. */
const ENDS = /[\s.,;:!?،؛؟]$/u;

const panel = document.getElementById("captioning");
const form = document.getElementById("captioning-form");
const field = document.getElementById("captioning-text");
const own = document.getElementById("own-lines");
const pattern = document.getElementById("own-line");
const shorts = document.getElementById("captioning-abbreviations");

if (
  panel &&
  form instanceof HTMLFormElement &&
  field instanceof HTMLInputElement &&
  own &&
  shorts instanceof HTMLTextAreaElement
) {
  write(panel, form, field, own, shorts);
}

/**
 * @param {HTMLElement} panel @param {HTMLFormElement} form @param {HTMLInputElement} field
 * @param {HTMLElement} own @param {HTMLTextAreaElement} shorts
 */
function write(panel, form, field, own, shorts) {
  let forms = abbreviations(shorts.value);
  /** @type {number | undefined} */ let passing;

  const passOn = () => {
    passing = undefined;
    const detail = { language: panel.dataset.language, text: field.value };
    document.dispatchEvent(new CustomEvent("talanoa:captioning-now", { detail }));
  };
  field.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) expand(field, forms);
    passing ??= window.setTimeout(passOn, PASS_ON_EVERY);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowUp") toLine(event, own.lastElementChild);
  });
  form.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent)) return;
    field.value = `${field.value} `;
    expand(field, forms);
    event.detail.data.text = field.value.trim();
    if (!event.detail.data.text) event.preventDefault();
  });
  form.addEventListener("talanoa:taken", () => {
    window.clearTimeout(passing);
    passing = undefined;
    field.value = "";
    field.focus();
  });

  own.addEventListener("keydown", (event) => {
    const line = event.target instanceof Element ? event.target.closest("li") : null;
    if (!line || event.isComposing) return;
    if (event.key === "ArrowUp") toLine(event, line.previousElementSibling);
    else if (event.key === "ArrowDown") toLine(event, line.nextElementSibling, field);
    else if (event.key === "Escape") {
      const text = textOf(line);
      if (text) text.value = text.defaultValue;
      field.focus();
    }
  });
  own.addEventListener("talanoa:taken", () => field.focus());

  document.addEventListener("keydown", (event) => {
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    if (!event.altKey || event.ctrlKey || event.metaKey || !digit) return;
    const speaker = form.querySelector(`[data-key="${digit}"]`);
    if (!(speaker instanceof HTMLInputElement) || !panel.offsetParent) return;
    event.preventDefault();
    speaker.checked = true;
  });

  const language = document.getElementById("captioning-language");
  language?.addEventListener("change", () => {
    if (!(language instanceof HTMLSelectElement)) return;
    panel.dataset.language = field.lang = language.value;
    const taking = document.querySelector("#captioning-take [name=language]");
    if (taking instanceof HTMLInputElement) taking.value = language.value;
    own.replaceChildren();
    document.dispatchEvent(new CustomEvent("talanoa:captioning-language"));
  });

  shorts.form?.addEventListener("talanoa:taken", () => {
    forms = abbreviations(shorts.value);
    const kept = panel.querySelector(".captioning-kept");
    if (kept) kept.textContent = panel.dataset.saved ?? "";
  });
  shorts.addEventListener("input", () => {
    const kept = panel.querySelector(".captioning-kept");
    if (kept) kept.textContent = "";
  });

  document.getElementById("caption-lines")?.addEventListener("talanoa:patched", (event) => {
    if (event.target instanceof HTMLElement) mirror(own, event.target);
  });
}

/** Show a line among those to be corrected. @param {HTMLElement} own @param {HTMLElement} line */
function mirror(own, line) {
  const key = line.id.replace("caption-", "");
  const text = line.querySelector("span")?.textContent ?? "";
  const known = own.querySelector(`[data-line="${CSS.escape(key)}"]`);
  if (!text) return known?.remove();
  const made = known ?? copyOfPattern(key);
  const place = made && textOf(made);
  if (!made || !place) return;
  // Whoever is correcting it right now keeps what they have typed.
  if (place.value === place.defaultValue || document.activeElement !== place) place.value = text;
  place.defaultValue = text;
  if (known) return;
  own.append(made);
  while (own.children.length > OWN_LINES) own.firstElementChild?.remove();
}

/** @param {string} key @returns {Element | undefined} */
function copyOfPattern(key) {
  if (!(pattern instanceof HTMLTemplateElement)) return undefined;
  const made = pattern.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return undefined;
  made.dataset.line = key;
  const line = made.querySelector("[name=line]");
  if (line instanceof HTMLInputElement) line.value = key;
  return made;
}

/** @param {Element} line @returns {HTMLInputElement | null} */
function textOf(line) {
  const text = line.querySelector("[name=text]");
  return text instanceof HTMLInputElement ? text : null;
}

/** @param {KeyboardEvent} event @param {Element|null} line @param {HTMLElement} [otherwise] */
function toLine(event, line, otherwise) {
  const place = line ? textOf(line) : otherwise;
  if (!place) return;
  event.preventDefault();
  place.focus();
}

/** @param {string} text @returns {Map<string, string>} */
function abbreviations(text) {
  const found = text.split("\n").map((line) => line.split("="));
  return new Map(
    found
      .filter((parts) => parts.length > 1)
      .map(([short = "", ...long]) => [short.trim().toLowerCase(), long.join("=").trim()]),
  );
}

/** Write the long form of what stands before the cursor. @param {HTMLInputElement} field @param {Map<string, string>} forms */
function expand(field, forms) {
  const at = field.selectionStart ?? field.value.length;
  const before = field.value.slice(0, at);
  if (!ENDS.test(before)) return;
  const end = before.slice(-1);
  const short = /(\S+)$/u.exec(before.slice(0, -1))?.[1] ?? "";
  const long = forms.get(short.toLowerCase());
  if (!short || !long) return;
  const first = short[0] !== short[0]?.toLowerCase() ? long[0]?.toUpperCase() + long.slice(1) : long;
  const kept = before.slice(0, before.length - 1 - short.length) + first + end;
  field.value = kept + field.value.slice(at);
  field.setSelectionRange(kept.length, kept.length);
}
