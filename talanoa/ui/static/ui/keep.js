/**
 * Keep what is typed into a long form on this device until the server has it.
 *
 * The form holds `<div data-keep="person:form">` with the words for each state
 * (`ui/_kept.html`). The form is sent from here, so that "sent" is said only when the server
 * has answered with where to go next (`talanoa.ui.middleware`); a form the server refuses is
 * sent again as the browser would, which shows the server's page. Nothing is thrown away before.
 */
import { setBusy } from "./once.js";

const PREFIX = "talanoa.keep.";
const DAYS_KEPT = 14;
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

/** @typedef {{at: number, values: Record<string, string[]>}} Kept */

/** Fields a person fills in, by name. @param {HTMLFormElement} form */
function fieldsOf(form) {
  /** @type {(HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement)[]} */
  const found = [];
  for (const field of form.elements) {
    const typed =
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement;
    if (typed && field.name && !NOT_KEPT.has(field.type)) found.push(field);
  }
  return found;
}

/** @param {HTMLFormElement} form */
function read(form) {
  /** @type {Record<string, string[]>} */
  const values = {};
  for (const field of fieldsOf(form)) {
    values[field.name] ??= [];
    if (field instanceof HTMLSelectElement) {
      values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
    } else if (!(field instanceof HTMLInputElement && isBox(field)) || field.checked) {
      values[field.name].push(field.value);
    }
  }
  return values;
}

/** @param {HTMLFormElement} form @param {Record<string, string[]>} values */
function write(form, values) {
  const left = structuredClone(values);
  for (const field of fieldsOf(form)) {
    const kept = left[field.name];
    if (!kept) continue;
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = kept.includes(option.value);
    } else if (field instanceof HTMLInputElement && isBox(field)) {
      field.checked = kept.includes(field.value);
    } else {
      field.value = kept.shift() ?? "";
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLInputElement} field */
function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** @param {HTMLElement} box */
function keep(box) {
  const form = box.closest("form");
  if (!form) return;
  const key = PREFIX + box.dataset.keep;
  const asServed = JSON.stringify(read(form));
  let restoring = false;

  /** @param {string} state */
  function show(state) {
    for (const line of box.querySelectorAll("[data-state]")) {
      line.toggleAttribute("hidden", line.getAttribute("data-state") !== state);
    }
  }

  function store() {
    if (restoring) return;
    const values = read(form);
    if (JSON.stringify(values) === asServed) {
      localStorage.removeItem(key);
      show("");
      return;
    }
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
      show("kept");
    } catch {
      show("full");
    }
  }

  const kept = find(key);
  if (kept && JSON.stringify(kept.values) !== asServed) {
    restoring = true;
    write(form, kept.values);
    restoring = false;
    show("restored");
  }
  form.addEventListener("input", store);
  form.addEventListener("change", store);
  box.querySelector("[data-discard]")?.addEventListener("click", () => {
    restoring = true;
    write(form, JSON.parse(asServed));
    restoring = false;
    localStorage.removeItem(key);
    show("");
  });
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    setBusy(form, true);
    show("sending");
    const outcome = await send(form, event.submitter);
    if (outcome.next) {
      localStorage.removeItem(key);
      show("sent");
      location.assign(outcome.next);
    } else if (outcome.reached) {
      store();
      sendAsTheBrowserWould(form, event.submitter);
    } else {
      setBusy(form, false);
      store();
      show("unsent");
    }
  });
}

/**
 * @param {HTMLFormElement} form @param {HTMLElement|null} button
 * @returns {Promise<{reached: boolean, next?: string}>}
 */
async function send(form, button) {
  const data = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) data.append(button.name, button.value);
  try {
    const headers = { "Talanoa-Kept": "1" };
    const answer = await fetch(form.action, { method: "POST", body: data, headers });
    return { reached: true, next: answer.headers.get("Talanoa-Next") ?? undefined };
  } catch {
    return { reached: false };
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement|null} button */
function sendAsTheBrowserWould(form, button) {
  if (button instanceof HTMLButtonElement && button.name) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: button.name, value: button.value });
    form.append(input);
  }
  form.submit();
}

/** @param {string} key @returns {Kept|undefined} */
function find(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function keys() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

/** What was left too long ago is not kept for whoever uses this device next. */
function forgetTheOld() {
  for (const key of keys()) {
    const kept = find(key);
    if (!kept || Date.now() - kept.at > DAYS_KEPT * 24 * 3600 * 1000) localStorage.removeItem(key);
  }
}

forgetTheOld();
for (const box of document.querySelectorAll("[data-keep]")) {
  if (box instanceof HTMLElement) keep(box);
}
