/**
 * Questions: keep the queue in its order, say which votes are one's own, answer in place.
 *
 * What the server draws is the same for everyone. For which questions this person has voted
 * stands in `data-voted` of the panel; a vote on its way counts as given. Votes come as numbers
 * alone, at most every two seconds, and are not read out.
 */
import { words } from "./announce.js";

/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./outbox.js").Act} Act */
/** @typedef {import("./link.js").RoomLink} RoomLink */

const VOTES = new Map([
  ["question.vote", true],
  ["question.take-back", false],
]);
/** Codes after which the outbox keeps a vote and sends it again when the link is back. */
const STILL_KEPT = new Set(["busy", "too-fast", "failed"]);

/** @param {{outbox: Outbox, link: RoomLink}} room */
export function questions({ outbox, link }) {
  const panel = document.getElementById("question-panel");
  const waiting = document.getElementById("questions-waiting");
  if (!panel || !waiting) return;
  const voted = new Set((panel.dataset.voted ?? "").split(" ").filter(Boolean));
  /** @type {Map<string, {vote: boolean, isKept: boolean}>} what is not in yet, by its question */
  const underWay = new Map();

  function mark() {
    for (const row of waiting?.children ?? []) {
      const button = row.querySelector("button.vote");
      if (!(row instanceof HTMLElement) || !(button instanceof HTMLButtonElement)) continue;
      const question = row.dataset.question ?? "";
      const meanwhile = underWay.get(question);
      const mine = meanwhile?.vote ?? voted.has(question);
      button.setAttribute("aria-pressed", String(mine));
      button.setAttribute("form", mine ? "act-question-unvote" : "act-question-vote");
      const label = button.querySelector("span");
      if (label) label.textContent = words(mine ? "take-back" : "vote");
      sayKept(row, Boolean(meanwhile?.isKept));
    }
  }

  /** @param {string} name @param {(question: string, vote: boolean, detail: any) => void} heard */
  const onVote = (name, heard) =>
    outbox.addEventListener(name, (event) => {
      if (!(event instanceof CustomEvent)) return;
      const { type, data } = event.detail.act;
      const vote = VOTES.get(type);
      if (vote === undefined) return;
      heard(String(data.question), vote, event.detail);
      mark();
    });
  onVote("waiting", (question, vote, { onItsWay }) => {
    underWay.set(question, { vote, isKept: !onItsWay });
  });
  onVote("sent", (question, vote) => {
    if (vote) voted.add(question);
    else voted.delete(question);
    if (underWay.get(question)?.vote === vote) underWay.delete(question);
  });
  onVote("refused", (question) => underWay.delete(question));
  onVote("failed", (question, vote, { code }) => {
    if (STILL_KEPT.has(code)) underWay.set(question, { vote, isKept: true });
    else underWay.delete(question);
  });

  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.type !== "questions") return;
    for (const [question, number] of Object.entries(event.detail.votes)) {
      const votes = waiting.querySelector(`[data-question="${CSS.escape(question)}"] .votes`);
      if (votes) votes.textContent = String(number);
    }
    inOrder(waiting);
  });
  document.addEventListener("talanoa:patched", (event) => {
    if (!(event.target instanceof Element) || event.target.parentElement !== waiting) return;
    inOrder(waiting);
    mark();
  });

  const form = document.getElementById("ask");
  form?.addEventListener("talanoa:act", (event) => {
    if (event instanceof CustomEvent && !event.detail.data.text?.trim()) event.preventDefault();
  });
  form?.addEventListener("talanoa:taken", () => {
    if (form instanceof HTMLFormElement) form.reset();
    const box = form?.closest("details");
    if (!box) return;
    box.open = false;
    box.querySelector("summary")?.focus();
  });
  answerHere(outbox);
  mark();
}

/** Open the form that asks, with the field ready. */
export function openAsk() {
  const box = document.getElementById("ask-box");
  if (box instanceof HTMLDetailsElement) box.open = true;
  document.getElementById("ask_text")?.focus();
}

/** Most votes first, then as they were asked; nothing moves that need not. @param {Element} list */
function inOrder(list) {
  const rows = [...list.children].filter((row) => row instanceof HTMLElement);
  const votes = (/** @type {Element} */ row) => Number(row.querySelector(".votes")?.textContent);
  const asked = (/** @type {Element} */ row) => Number(row.getAttribute("data-question"));
  rows.sort((one, other) => votes(other) - votes(one) || asked(one) - asked(other));
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  for (const [place, row] of rows.entries()) {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  }
  // Moving an element takes the focus from it.
  if (focused instanceof HTMLElement && focused !== document.activeElement) {
    focused.focus({ preventScroll: true });
  }
}

/** @param {Element} row @param {boolean} isKept */
function sayKept(row, isKept) {
  const said = row.querySelector(".vote-kept");
  if (Boolean(said) === isKept) return;
  if (said) return said.remove();
  const template = document.getElementById("vote-kept");
  if (!(template instanceof HTMLTemplateElement)) return;
  row.querySelector(".question-acts")?.append(template.content.cloneNode(true));
}

/** The facilitator answers in the room, beside what frames replace. @param {Outbox} outbox */
function answerHere(outbox) {
  const place = document.getElementById("answer-here");
  const form = place?.querySelector("form");
  const field = form?.querySelector("textarea");
  const which = form?.elements.namedItem("question");
  if (!place || !form || !field || !(which instanceof HTMLInputElement)) return;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-answers]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    if (which.value !== link.dataset.answers) field.value = "";
    which.value = link.dataset.answers ?? "";
    const text = link.closest(".question")?.querySelector(".question-text")?.textContent ?? "";
    const shown = place.querySelector("[data-question-text]");
    if (shown) shown.textContent = text;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
    field.focus({ preventScroll: true });
  });
  place.querySelector("[data-no-answer]")?.addEventListener("click", () => {
    place.hidden = true;
  });
  form.addEventListener("talanoa:act", (event) => {
    if (event instanceof CustomEvent && !event.detail.data.text?.trim()) event.preventDefault();
  });
  outbox.addEventListener("sent", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.act.type !== "question.answer") return;
    form.reset();
    place.hidden = true;
  });
}
