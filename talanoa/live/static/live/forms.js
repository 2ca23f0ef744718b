/**
 * Turn the page's forms into acts: `<form data-act="chat.say">` goes over the link.
 *
 * A button of the form may carry another act. The form's fields become the act's data, by name;
 * those named in `data-numbers` become numbers, those in `data-lists` lists of all values of
 * that name, boxes in `data-flags` true where they are ticked. `data-kept` marks what is kept on the device until it is sent. As long as the page
 * has never been connected, the browser sends the form itself, which works as well.
 *
 * Before it is sent, the form gets a `talanoa:act` event with the data, which others may
 * change or stop; once it is on its way, `talanoa:taken`; if it is refused, `talanoa:refused`
 * with the act and the reason.
 */
import { ask } from "./dialogs.js";

/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./link.js").RoomLink} RoomLink */

const NOT_DATA = new Set(["csrfmiddlewaretoken", "client_id"]);

/**
 * @param {{outbox: Outbox, link: RoomLink, tell: (words: string) => void, notConnected: string}} room
 */
export function takeForms({ outbox, link, tell, notConnected }) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !link.everConnected) return;
    const type = event.submitter?.dataset.act ?? form.dataset.act;
    if (!form.dataset.act || !type) return;
    event.preventDefault();
    const data = dataOf(form, event.submitter);
    if (!(await confirmed(form, event.submitter))) return;
    const asked = new CustomEvent("talanoa:act", {
      bubbles: true,
      cancelable: true,
      detail: { data },
    });
    if (!form.dispatchEvent(asked)) return;
    const kept = form.hasAttribute("data-kept");
    const taken = outbox.add({
      type,
      data,
      kept,
      list: form.dataset.waiting,
    });
    if (!taken) return tell(notConnected);
    form.dispatchEvent(new CustomEvent("talanoa:taken", { bubbles: true }));
  });
  outbox.addEventListener("refused", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const form = document.querySelector(`form[data-act="${CSS.escape(event.detail.act.type)}"]`);
    form?.dispatchEvent(new CustomEvent("talanoa:refused", { detail: event.detail }));
  });
}

/**
 * @param {HTMLFormElement} form @param {HTMLElement|null} button
 * @returns {Record<string, any>}
 */
function dataOf(form, button) {
  const numbers = new Set((form.dataset.numbers ?? "").split(" "));
  const lists = new Set((form.dataset.lists ?? "").split(" "));
  const flags = new Set((form.dataset.flags ?? "").split(" "));
  /** @type {Record<string, any>} */
  const data = {};
  const given = [...new FormData(form)];
  if (button instanceof HTMLButtonElement && button.name) given.push([button.name, button.value]);
  for (const [name, value] of given) {
    if (NOT_DATA.has(name) || typeof value !== "string") continue;
    const one = flags.has(name) ? true : numbers.has(name) ? Number(value) : value;
    if (lists.has(name)) (data[name] ??= []).push(one);
    else data[name] = one;
  }
  return form.dataset.one ? onlyOne(data, form.dataset.one) : data;
}

/**
 * Of several fields of one form (`text-7`, `text-8`) the one that the button names.
 *
 * @param {Record<string, any>} data @param {string} which
 */
function onlyOne(data, which) {
  return { [which]: data[which], text: data[`text-${data[which]}`] ?? "" };
}

/** @param {HTMLFormElement} form @param {HTMLElement|null} button */
async function confirmed(form, button) {
  if (!form.dataset.confirm) return true;
  const about = button?.closest("[data-person]")?.querySelector("b")?.textContent ?? "";
  return (await ask(form.dataset.confirm, about)) === "yes";
}
