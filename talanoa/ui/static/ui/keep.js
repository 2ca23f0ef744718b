/**
 * Keep what is typed into a long form on this device until the server has it.
 *
 * The form holds `<div data-keep="person:form">` with the words for each state
 * (`ui/_kept.html`). The form is sent from here, so that "sent" is said only when the server
 * has answered with where to go next (`talanoa.ui.middleware`); a form the server refuses is
 * sent again as the browser would, which shows the server's page. Nothing is thrown away before.
 *
 * A button with `data-stays` sends the form and leaves the person on the page: `talanoa:kept`
 * {next} on the form says that the server has it, `talanoa:unsent` that it could not be reached.
 * What is not complete (422) then stays kept here, and the page is left as it is.
 */
import { setBusy } from "./once.js";

const PREFIX = "talanoa.keep.";
const DAYS_KEPT = 14;
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

/** @typedef {Record<string, string[]>} Values */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** Fields a person fills in. @param {HTMLFormElement} form */
function fieldsOf(form) {
  /** @type {Field[]} */
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

/** @param {Field} field @returns {field is HTMLInputElement} */
function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** @param {HTMLFormElement} form */
function read(form) {
  /** @type {Values} */
  const values = {};
  for (const field of fieldsOf(form)) {
    const list = (values[field.name] ??= []);
    if (field instanceof HTMLSelectElement) {
      list.push(...[...field.selectedOptions].map((option) => option.value));
    } else if (!isBox(field) || field.checked) {
      list.push(field.value);
    }
  }
  return values;
}

/** @param {HTMLFormElement} form @param {Values} values */
function write(form, values) {
  const left = structuredClone(values);
  for (const field of fieldsOf(form)) {
    const kept = left[field.name];
    if (!kept) continue;
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = kept.includes(option.value);
    } else if (isBox(field)) {
      field.checked = kept.includes(field.value);
    } else {
      field.value = kept.shift() ?? "";
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLElement} box @param {HTMLFormElement} form @param {Storage} storage */
function keep(box, form, storage) {
  const key = PREFIX + box.dataset.keep;
  let served = read(form);
  let listening = true;

  /** @param {string} state */
  function show(state) {
    for (const line of box.querySelectorAll("[data-state]")) {
      line.toggleAttribute("hidden", line.getAttribute("data-state") !== state);
    }
  }

  /** @param {Values} values */
  function fill(values) {
    listening = false;
    write(form, values);
    listening = true;
  }

  function store() {
    if (!listening) return;
    try {
      storage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
      show("kept");
    } catch {
      show("full");
    }
  }

  const kept = find(storage, key);
  if (kept && JSON.stringify(kept.values) === JSON.stringify(served)) {
    show("kept");
  } else if (kept) {
    fill(kept.values);
    show("restored");
  }
  form.addEventListener("input", store);
  form.addEventListener("change", store);
  box.querySelector("[data-discard]")?.addEventListener("click", () => {
    fill(served);
    storage.removeItem(key);
    show("");
  });
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const stays = event.submitter?.hasAttribute("data-stays");
    setBusy(form, true);
    store();
    show("sending");
    const sent = read(form);
    const outcome = await send(form, event.submitter);
    if (outcome.next && stays) {
      const more = JSON.stringify(read(form)) !== JSON.stringify(sent);
      form.dispatchEvent(new CustomEvent("talanoa:kept", { detail: outcome }));
      served = read(form);
      setBusy(form, false);
      if (more) return store();
      storage.removeItem(key);
      show("sent");
    } else if (outcome.next) {
      storage.removeItem(key);
      show("sent");
      location.assign(outcome.next);
    } else if (outcome.status === 422 && stays) {
      setBusy(form, false);
      show("kept");
    } else if (outcome.status && !(outcome.status >= 500 && stays)) {
      sendAsTheBrowserWould(form, event.submitter);
    } else {
      setBusy(form, false);
      show("unsent");
      form.dispatchEvent(new CustomEvent("talanoa:unsent"));
    }
  });
}

/**
 * @param {HTMLFormElement} form @param {HTMLElement | null} button
 * @returns {Promise<{status?: number, next?: string}>} no status: nobody answered
 */
function send(form, button) {
  const data = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) data.append(button.name, button.value);
  const bar = form.querySelector("[data-state=sending] progress");
  const hasFile = [...data.values()].some((value) => value instanceof File && value.size > 0);
  bar?.toggleAttribute("hidden", !hasFile);
  return new Promise((done) => {
    // Not fetch: it does not say how much has been sent, which with a file may take minutes.
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (bar instanceof HTMLProgressElement) bar.value = loaded / total;
    });
    request.addEventListener("loadend", () => {
      const next = request.getResponseHeader("Talanoa-Next") ?? undefined;
      done(request.status ? { status: request.status, next } : {});
    });
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("Talanoa-Kept", "1");
    request.send(data);
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
function sendAsTheBrowserWould(form, button) {
  if (button instanceof HTMLButtonElement && button.name) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: button.name, value: button.value });
    form.append(input);
  }
  HTMLFormElement.prototype.submit.call(form);
}

/** @param {Storage} storage @param {string} key @returns {{at: number, values: Values} | null} */
function find(storage, key) {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** What was left too long ago is not kept for whoever uses this device next. @param {Storage} storage */
function forgetTheOld(storage) {
  for (const key of Object.keys(storage).filter((name) => name.startsWith(PREFIX))) {
    const kept = find(storage, key);
    if (!kept || Date.now() - kept.at > DAYS_KEPT * 24 * 3600 * 1000) storage.removeItem(key);
  }
}

/** Some browsers refuse; the form then works as any other. */
function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const storage = deviceStorage();
if (storage) {
  forgetTheOld(storage);
  for (const box of document.querySelectorAll("[data-keep]")) {
    const form = box.closest("form");
    if (box instanceof HTMLElement && form) keep(box, form, storage);
  }
}
