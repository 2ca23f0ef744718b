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
 * What is not right yet (422) then stays kept here, and the server's reasons are put at the fields.
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
      tellReasons(form, null);
      if (more) return store();
      storage.removeItem(key);
      show("sent");
    } else if (outcome.next) {
      storage.removeItem(key);
      show("sent");
      location.assign(outcome.next);
    } else if (outcome.status === 422 && stays && tellReasons(form, formIn(outcome.page, box))) {
      setBusy(form, false);
      show("refused");
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
 * @returns {Promise<{status?: number, next?: string, page?: string}>} no status: nobody answered
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
      done(request.status ? { status: request.status, next, page: request.responseText } : {});
    });
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("Talanoa-Kept", "1");
    request.send(data);
  });
}

/** The same form on a page the server answered with. @param {string | undefined} page @param {HTMLElement} box */
function formIn(page, box) {
  const found = new DOMParser().parseFromString(page ?? "", "text/html");
  return found.querySelector(`[data-keep="${box.dataset.keep}"]`)?.closest("form") ?? null;
}

/**
 * Put at each field what the server says of it, and take away what it said before.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLFormElement | null} answered the server's form; none: it had nothing to say
 * @returns {boolean} whether anything is said now
 */
function tellReasons(form, answered) {
  for (const old of form.querySelectorAll(".error-summary, .field > p.error")) old.remove();
  for (const field of form.querySelectorAll(".field")) field.classList.remove("wrong");
  for (const told of form.querySelectorAll("[aria-invalid], fieldset.field[aria-describedby]")) {
    describe(told, null);
  }
  for (const error of answered?.querySelectorAll(".field > p.error") ?? []) {
    const id = error.id.replace(/_error$/, "");
    const input = form.querySelector(`#${CSS.escape(id)}`);
    const field = input?.closest(".field");
    if (!input || !field) continue;
    if (field instanceof HTMLFieldSetElement) describe(field, error.closest(".field"));
    field.classList.add("wrong");
    (field.classList.contains("box") ? field.firstElementChild : input)?.before(error);
    for (const told of [input, ...field.querySelectorAll("input")]) {
      const like = told.id ? answered?.querySelector(`#${CSS.escape(told.id)}`) : null;
      if (like) describe(told, like);
    }
  }
  return form.querySelector(".field > p.error") !== null;
}

/** What names its hint and its error. @param {Element} told @param {Element | null} like */
function describe(told, like) {
  const named = told.getAttribute("aria-describedby")?.split(" ") ?? [];
  const kept = named.filter((id) => !id.endsWith("_error")).join(" ");
  const described = like ? like.getAttribute("aria-describedby") : kept;
  told.toggleAttribute("aria-invalid", false);
  if (like?.hasAttribute("aria-invalid")) told.setAttribute("aria-invalid", "true");
  if (described) told.setAttribute("aria-describedby", described);
  else told.removeAttribute("aria-describedby");
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
