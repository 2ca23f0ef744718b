/**
 * The run of show: it hears the room's log and asks for its table anew when the hour has moved.
 *
 * What it shows is for hosts alone, so it is in no entry's fragments. Its buttons are the room's
 * acts.
 */
import { announce, words } from "./announce.js";
import { clocks, localTimes } from "./clocks.js";
import { takeForms } from "./forms.js";
import { RoomLink } from "./link.js";
import { Outbox } from "./outbox.js";
import { apply } from "./patches.js";

/** Kinds of entries, by how they begin, that change nothing here. */
const ELSEWHERE = ["chat.", "note.", "line.", "hand.", "floor.", "person.", "all."];
/** One look for what comes together, and the next after a failed one. */
const GATHER = 250;
const AGAIN = 4000;

function begin() {
  const page = document.getElementById("room");
  if (!page) return;
  const { session = "", socket = "", person = "", now = "" } = page.dataset;
  const link = new RoomLink({ url: socket, seq: Number(page.dataset.seq) });
  const outbox = new Outbox({ prefix: `talanoa.keep.run.${session}.${person}.`, link });
  /** @type {number | undefined} */ let waiting;

  function lookSoon(after = GATHER) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(look, after);
  }

  async function look() {
    try {
      const answer = await fetch(`${location.pathname}?part`, { credentials: "same-origin" });
      if (answer.redirected || answer.status === 404) return location.reload();
      if (!answer.ok) return lookSoon(AGAIN);
      apply({ target: "run-of-show", action: "replace", html: (await answer.text()).trim() });
    } catch {
      lookSoon(AGAIN);
    }
  }

  takeForms({ outbox, link, tell, notConnected: words("not-connected") });
  clocks({ now });
  link.addEventListener("state", () => showState(link.state));
  link.addEventListener("entry", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const kind = String(event.detail.kind);
    if (!ELSEWHERE.some((start) => kind.startsWith(start))) lookSoon();
  });
  link.addEventListener("frame", (event) => {
    if (event instanceof CustomEvent && event.detail.type === "reload") location.reload();
  });
  outbox.addEventListener("refused", (event) => {
    if (event instanceof CustomEvent) tell(event.detail.reason);
  });
  outbox.addEventListener("failed", (event) => {
    if (!(event instanceof CustomEvent)) return;
    tell(words(event.detail.code === "too-late" ? "not-connected" : "fault"));
  });
  link.start();
}

/** @param {string} state */
function showState(state) {
  for (const words of document.querySelectorAll("#link [data-state]")) {
    const shown = words.getAttribute("data-state") === state;
    words.toggleAttribute("hidden", !shown);
    if (shown && state !== "connecting") announce(words.textContent);
  }
  document.getElementById("link")?.setAttribute("data-link", state);
}

/** @param {string} sentence */
function tell(sentence) {
  const place = document.getElementById("problems");
  const template = document.getElementById("notice-line");
  const line = template instanceof HTMLTemplateElement ? template.content.firstElementChild?.cloneNode(true) : null;
  if (!place || !(line instanceof Element)) return;
  const words = line.querySelector("p");
  if (words) words.textContent = sentence;
  line.querySelector("[data-dismiss]")?.addEventListener("click", () => line.remove());
  place.replaceChildren(line);
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
localTimes(document);
begin();
