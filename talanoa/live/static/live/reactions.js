/**
 * Reactions: send one's own, and show for a few seconds what the room has shown.
 *
 * They come as sums, at most every three seconds. Nothing moves. They are not read out, but for
 * one thing: whoever leads or speaks is told now and then that people ask them to go slower.
 */
import { announce, words } from "./announce.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */

const SHOWN = 6000;
/** A second press in this time is most likely the same one. */
const PAUSE = 2000;
const SAY_EVERY = 20_000;

/** @param {{link: RoomLink, isTold: () => boolean}} room `isTold`: whether this person leads or speaks */
export function reactions({ link, isTold }) {
  const menu = document.querySelector(".react");
  const list = document.getElementById("reactions");
  if (!(menu instanceof HTMLDetailsElement) || !list) return;
  /** @type {Map<string, {number: number, until: number}>} */ const seen = new Map();
  let slower = 0;

  link.addEventListener("state", () => menu.toggleAttribute("hidden", link.state !== "connected"));
  menu.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-react]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    link.send({ type: "react", data: { kind: button.dataset.react } });
    menu.open = false;
    menu.querySelector("summary")?.focus();
    for (const each of menu.querySelectorAll("button")) each.disabled = true;
    window.setTimeout(() => {
      for (const each of menu.querySelectorAll("button")) each.disabled = false;
    }, PAUSE);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });

  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.type !== "reactions") return;
    for (const [kind, number] of Object.entries(event.detail.counts)) {
      const before = seen.get(kind)?.number ?? 0;
      seen.set(kind, { number: before + number, until: Date.now() + SHOWN });
      if (kind === "slower") slower += number;
    }
    show();
    window.setTimeout(show, SHOWN + 50);
  });
  window.setInterval(() => {
    if (slower && isTold()) announce(words("slower", { count: slower }));
    slower = 0;
  }, SAY_EVERY);

  function show() {
    for (const [kind, { until }] of seen) if (until <= Date.now()) seen.delete(kind);
    list?.replaceChildren(...[...seen].flatMap(([kind, { number }]) => chip(kind, number)));
  }
}

/** @param {string} kind @param {number} number @returns {Element[]} */
function chip(kind, number) {
  const template = document.getElementById(`reaction-${kind}`);
  if (!(template instanceof HTMLTemplateElement)) return [];
  const made = template.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof Element)) return [];
  const count = made.querySelector("b");
  if (count) count.textContent = String(number);
  return [made];
}
