/**
 * The poll: say what has become of one's own vote, and take votes along on a bad link.
 *
 * What the server draws is the same for everyone; whether this person's vote is in, on its way
 * or kept on this device stands in `data-vote` of the panel, and style shows what belongs to it.
 * How many have voted changes once a second and is said now and then only.
 */
import { announce } from "./announce.js";
import { apply } from "./patches.js";

/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./outbox.js").Act} Act */
/** @typedef {import("./link.js").RoomLink} RoomLink */

const SAY_EVERY = 20_000;
/** Codes after which the outbox keeps a vote and sends it again when the link is back. */
const STILL_KEPT = new Set(["busy", "too-fast", "failed"]);

/** @param {{outbox: Outbox, link: RoomLink, person: string}} room */
export function polls({ outbox, link, person }) {
  const panel = document.getElementById("poll-panel");
  const form = document.getElementById("act-poll-vote");
  if (!panel || !form) return;
  const tab = document.querySelector(".room-tabs a[href='#panel-poll']");
  const votedIn = new Set((panel.dataset.votedIn ?? "").split(" ").filter(Boolean));
  /** @type {Map<string, string>} what becomes of a vote that is not in yet, by its poll */
  const underWay = new Map();
  const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel(`talanoa.voted.${person}`) : null;

  const current = () => document.getElementById("poll")?.dataset.poll ?? "";

  function mark() {
    const before = panel?.dataset.vote;
    const now = votedIn.has(current()) ? "in" : underWay.get(current());
    if (!panel || now === before) return;
    // Where the reader stands goes out of sight: take them along to what is said instead.
    const follows = document.activeElement?.closest(".poll-ballot, .poll-said");
    if (now) panel.dataset.vote = now;
    else delete panel.dataset.vote;
    const said = panel.querySelector(`.poll-said[data-when="${now}"]`);
    if (!(said instanceof HTMLElement)) return;
    announce(said.textContent?.trim());
    if (follows) said.focus({ preventScroll: true });
  }

  form.addEventListener("talanoa:act", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { choices = [], words = [] } = event.detail.data;
    const isEmpty = !choices.length && !words.some((/** @type {string} */ word) => word.trim());
    panel.querySelector(".poll-missing")?.toggleAttribute("hidden", !isEmpty);
    if (isEmpty) event.preventDefault();
  });

  /** @param {string} name @param {(act: Act, detail: any) => void} heard */
  const onVote = (name, heard) =>
    outbox.addEventListener(name, (event) => {
      if (!(event instanceof CustomEvent) || event.detail.act.type !== "poll.vote") return;
      heard(event.detail.act, event.detail);
      mark();
    });
  onVote("waiting", (act, { onItsWay }) => {
    underWay.set(String(act.data.poll), onItsWay ? "sending" : "kept");
  });
  onVote("sent", (act) => {
    votedIn.add(String(act.data.poll));
    otherTabs?.postMessage(String(act.data.poll));
  });
  otherTabs?.addEventListener("message", (event) => {
    votedIn.add(event.data);
    mark();
  });
  onVote("refused", (act) => underWay.delete(String(act.data.poll)));
  onVote("failed", (act, { code }) => {
    if (STILL_KEPT.has(code)) underWay.set(String(act.data.poll), "kept");
    else underWay.delete(String(act.data.poll));
  });
  outbox.addEventListener("sent", (event) => {
    if (event instanceof CustomEvent && event.detail.act.type === "poll.ask") startAfresh();
  });

  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.type !== "votes") return;
    for (const patch of event.detail.patches) apply(patch);
  });
  document.addEventListener("talanoa:patched", (event) => {
    const id = event.target instanceof HTMLElement ? event.target.id : "";
    if (id === "poll" || id === "poll-call") mark();
    if (id === "poll") callAttention();
  });
  document.getElementById("poll-call")?.parentElement?.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("#poll-call a") : null;
    if (!link || !(tab instanceof HTMLElement)) return;
    event.preventDefault();
    tab.click();
    const first = panel.querySelector(".poll-ballot :is(input:not([type=hidden]))");
    if (first instanceof HTMLElement) first.focus();
  });

  function callAttention() {
    const news = tab?.querySelector(".news");
    if (!news || !document.getElementById("panel-poll")?.hasAttribute("hidden")) return;
    news.textContent = "1";
    news.removeAttribute("hidden");
  }

  let said = "";
  window.setInterval(() => {
    const turnout = panel.querySelector("[data-turnout]")?.textContent?.trim() ?? "";
    if (said && turnout !== said && panel.offsetParent) announce(turnout);
    said = turnout;
  }, SAY_EVERY);
  mark();
}

/** The poll stands: its form is empty again, and folded away. */
function startAfresh() {
  const form = document.getElementById("act-poll-ask");
  if (!(form instanceof HTMLFormElement)) return;
  form.reset();
  const details = form.closest("details");
  if (details) details.open = false;
}
