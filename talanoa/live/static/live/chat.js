/**
 * The chat: stay at its end, show what waits to be sent, count what is new.
 *
 * New lines are not read out one by one, which would drown everything else; their number is
 * said now and then, and whoever wants to hear each line says so with the box below.
 */
import { announce, words } from "./announce.js";

/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./outbox.js").Act} Act */

const SAY_EVERY = 20_000;

/** @param {{outbox: Outbox, person: string}} room */
export function chat({ outbox, person }) {
  const log = document.getElementById("chat-log");
  const panel = document.getElementById("panel-chat");
  const form = panel?.querySelector("form");
  const field = form?.querySelector("textarea");
  if (!log || !panel || !form || !field) return;

  let atEnd = true;
  let unsaid = 0;
  const toEnd = () => {
    if (atEnd) log.scrollTop = log.scrollHeight;
  };
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  });
  panel.addEventListener("talanoa:shown", toEnd);
  new ResizeObserver(toEnd).observe(log);
  toEnd();

  log.addEventListener("talanoa:patched", (event) => {
    const line = event.target;
    if (!(line instanceof HTMLElement) || !(event instanceof CustomEvent)) return;
    if (event.detail.action !== "append") return; // an earlier line, drawn anew
    const own = line.dataset.person === person;
    if (own) atEnd = true;
    toEnd();
    if (!own) unsaid += 1;
  });
  window.setInterval(() => {
    if (unsaid && !readsAloud(log)) announce(words("new-messages", { count: unsaid }));
    unsaid = 0;
  }, SAY_EVERY);
  followBox(log, panel);

  form.addEventListener("talanoa:act", (event) => {
    if (event instanceof CustomEvent && !event.detail.data.text?.trim()) event.preventDefault();
  });
  form.addEventListener("talanoa:taken", () => {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    atEnd = true;
    toEnd();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  showWaiting(outbox, toEnd);
}

/** @param {HTMLElement} log */
function readsAloud(log) {
  return log.getAttribute("aria-live") === "polite";
}

/** @param {HTMLElement} log @param {HTMLElement} panel */
function followBox(log, panel) {
  const box = panel.querySelector("#read-aloud");
  if (!(box instanceof HTMLInputElement)) return;
  box.closest("label")?.removeAttribute("hidden");
  box.addEventListener("change", () => {
    log.setAttribute("aria-live", box.checked ? "polite" : "off");
  });
}

/**
 * Show each act that has a list of its own (a chat line, a question) until it is sent.
 *
 * @param {Outbox} outbox @param {() => void} shown
 */
function showWaiting(outbox, shown) {
  const template = document.getElementById("waiting-line");
  if (!(template instanceof HTMLTemplateElement)) return;
  /** @type {Map<string, Element>} */ const lines = new Map();

  /** @param {Act} act */
  const line = (act) => {
    const list = document.getElementById(act.list ?? "");
    const made = template.content.firstElementChild?.cloneNode(true);
    if (!list || !(made instanceof Element)) return undefined;
    made.setAttribute("data-waits", act.id);
    const place = made.querySelector(".said");
    if (place) place.textContent = act.data.text ?? "";
    made.querySelector("[data-drop]")?.addEventListener("click", () => {
      outbox.drop(act.id);
      made.remove();
    });
    list.append(made);
    lines.set(act.id, made);
    return made;
  };
  /** @param {Act} act @param {string} state @param {string} [reason] */
  const show = (act, state, reason) => {
    const made = lines.get(act.id) ?? line(act);
    for (const words of made?.querySelectorAll("[data-wait]") ?? []) {
      words.toggleAttribute("hidden", words.getAttribute("data-wait") !== state);
      if (state === "refused" && !words.hasAttribute("hidden")) words.textContent = reason ?? "";
    }
    shown();
  };

  outbox.addEventListener("waiting", (event) => {
    if (event instanceof CustomEvent) show(event.detail.act, event.detail.onItsWay ? "sending" : "kept");
  });
  outbox.addEventListener("sent", (event) => {
    if (!(event instanceof CustomEvent)) return;
    lines.get(event.detail.act.id)?.remove();
    lines.delete(event.detail.act.id);
    shown();
  });
  outbox.addEventListener("refused", (event) => {
    if (event instanceof CustomEvent) show(event.detail.act, "refused", event.detail.reason);
  });
}
