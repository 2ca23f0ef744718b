/**
 * Breakout groups: the clock until everybody is back, the group's chat and its note.
 *
 * The fields stand in parts that are the same for everyone in the group, and belong to forms
 * outside them; so does the field in which a host answers a private note.
 */
import { announce, words } from "./announce.js";

/** @typedef {import("./outbox.js").Outbox} Outbox */

const SAY_EVERY = 20_000;

/** @param {{outbox: Outbox, person: string, now: string}} room */
export function groups({ outbox, person, now }) {
  const ahead = Date.parse(now) - Date.now();
  let unsaid = 0;

  function tick() {
    for (const place of document.querySelectorAll("#groups-clock [data-ends]")) {
      const ends = Date.parse(place.getAttribute("data-ends") ?? "");
      const seconds = Math.max(0, Math.round((ends - Date.now() - ahead) / 1000));
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      place.textContent = words("left", { time });
    }
  }

  function mark() {
    const own = document.querySelector("#group-sections > .group");
    const hosting = document.body.classList.contains("hosting");
    document.body.toggleAttribute("data-in-group", Boolean(own) && !hosting);
    for (const group of document.querySelectorAll("#group-sections > .group")) {
      const writer = group.querySelector("[data-rapporteur]")?.getAttribute("data-rapporteur") ?? "";
      group.setAttribute("data-writer", writer === person ? "you" : writer ? "other" : "nobody");
    }
    tick();
  }

  document.addEventListener("talanoa:patched", (event) => {
    if (!(event.target instanceof HTMLElement) || !(event instanceof CustomEvent)) return;
    const list = event.target.parentElement;
    if (event.detail.action === "append" && list?.matches(".group .lines, #groups-words")) {
      list.scrollTop = list.scrollHeight;
      if (list.id === "groups-words") announce(event.target.textContent?.trim());
      else if (event.target.dataset.person !== person) unsaid += 1;
    }
    mark();
  });
  window.setInterval(() => {
    if (unsaid) announce(words("new-messages", { count: unsaid }));
    unsaid = 0;
  }, SAY_EVERY);

  // What is empty is not sent; what is sent leaves its field.
  document.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent) || !(event.target instanceof HTMLFormElement)) return;
    const { one, act } = event.target.dataset;
    const isWord = act === "groups.word";
    if (!one && !isWord) return;
    const { data } = event.detail;
    if (!data.text?.trim()) return event.preventDefault();
    const name = one ? `text-${data[one]}` : "text";
    event.target.addEventListener("talanoa:taken", () => write(fieldOf(name, event.target), ""), { once: true });
  });
  outbox.addEventListener("refused", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { type, data } = event.detail.act;
    // The groups were closed meanwhile: nothing that was written is lost with them.
    if (type !== "group.say" && type !== "group.note") return;
    if (document.getElementById("group-waiting")) return;
    const chat = document.getElementById("say_text");
    if (chat instanceof HTMLTextAreaElement) write(chat, [chat.value, data.text].filter(Boolean).join("\n"));
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const isOne = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
    if (!isOne || !field.form?.dataset.one) return;
    const button = field.parentElement?.querySelector("button[name]");
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    field.form.requestSubmit(button);
  });

  window.setInterval(tick, 1000);
  for (const list of document.querySelectorAll(".group .lines")) list.scrollTop = list.scrollHeight;
  mark();
}

/** @param {string} name @param {EventTarget | null} form */
function fieldOf(name, form) {
  const field = form instanceof HTMLFormElement ? form.elements.namedItem(name) : null;
  return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field : null;
}

/** @param {HTMLTextAreaElement | HTMLInputElement | null} field @param {string} text */
function write(field, text) {
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
