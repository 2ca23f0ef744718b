/** The bar with which a person joins the sound, speaks and is silent. */
import { announce, words } from "./announce.js";
import { pushToTalk } from "./push_to_talk.js";
import { Sound } from "./sound.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./link.js").Frame} Frame */

/**
 * @param {{link: RoomLink, person: string, speaks: (who: string, speaks: boolean) => void}} room
 * @returns {Sound | null}
 */
export function soundBar({ link, person, speaks }) {
  const bar = document.getElementById("sound");
  const audio = bar?.querySelector("audio");
  if (!bar || !audio) return null;
  /** @type {Map<string, (frame: Frame) => void>} */ const hears = new Map();
  const sound = new Sound({
    send: (frame) => link.send(frame),
    on: (type, hear) => hears.set(type, hear),
    audio,
    person,
  });
  link.addEventListener("frame", (event) => {
    // What is said of a booth is for the booth.
    if (event instanceof CustomEvent && !event.detail.booth) hears.get(event.detail.type)?.(event.detail);
  });

  /** @param {string} name */
  const part = (name) => bar.querySelector(`[data-sound="${name}"]`);
  part("join")?.addEventListener("click", () => sound.join());
  part("leave")?.addEventListener("click", () => sound.leave());
  part("talk")?.addEventListener("click", () => sound.toggle());
  part("play")?.addEventListener("click", () => void sound.play());
  const hold = part("hold");
  if (hold instanceof HTMLElement) pushToTalk(sound, hold);

  sound.addEventListener("state", () => show(bar, sound));
  sound.addEventListener("trouble", (event) => {
    if (event instanceof CustomEvent) say(bar, "trouble", event.detail.code);
  });
  sound.addEventListener("speaking", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { person: who, speaking } = event.detail;
    speaks(String(who), speaking);
    // Told by the server, which hears what the others hear: a level from this side would lie.
    if (String(who) === person) bar.toggleAttribute("data-heard", speaking);
  });
  let wasOpen = false;
  sound.addEventListener("muted", (event) => {
    if (!(event instanceof CustomEvent) || !event.detail.mine) return;
    part("talk")?.setAttribute("aria-pressed", String(!event.detail.muted));
    if (event.detail.muted) bar.removeAttribute("data-heard");
    wasOpen = !event.detail.muted;
  });
  link.addEventListener("entry", (event) => {
    if (!(event instanceof CustomEvent) || !wasOpen) return;
    const { kind, by } = event.detail;
    const all = kind === "all.muted" && String(by) !== person;
    if (!all && kind !== "person.muted") return;
    say(bar, "trouble", "muted-by-host");
    announce(words("muted"));
  });
  bar.hidden = false;
  show(bar, sound);
  return sound;
}

/** @param {HTMLElement} bar @param {Sound} sound */
function show(bar, sound) {
  // Between two channels, or from hearing to speaking, one is in the sound all the same.
  if (sound.state === "joining" && bar.dataset.state === "connected") return;
  const there = sound.state === "connected";
  bar.dataset.state = sound.state;
  bar.querySelector("[data-sound='join']")?.toggleAttribute("hidden", sound.state !== "idle" && sound.state !== "failed");
  bar.querySelector(".joined")?.toggleAttribute("hidden", !there && sound.state !== "lost");
  for (const name of ["talk", "hold"]) {
    bar.querySelector(`[data-sound="${name}"]`)?.toggleAttribute("disabled", !there);
  }
  bar.querySelector("[data-sound='play']")?.setAttribute("hidden", "");
  say(bar, "sound-state", sound.state);
}

/**
 * @param {HTMLElement} bar @param {"sound-state"|"trouble"} kind @param {string} value
 */
function say(bar, kind, value) {
  const found = bar.querySelector(`[data-${kind}="${CSS.escape(value)}"]`);
  const fallback = kind === "trouble" ? bar.querySelector("[data-sound-state='failed']") : null;
  for (const line of bar.querySelectorAll("[data-sound-state], [data-trouble]")) {
    line.toggleAttribute("hidden", line !== (found ?? fallback));
  }
  if (value === "autoplay-blocked") bar.querySelector("[data-sound='play']")?.removeAttribute("hidden");
}
