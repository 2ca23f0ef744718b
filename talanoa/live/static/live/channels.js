/**
 * Which language is heard: the choice, kept by the server, and what is said about it.
 *
 * Whatever else follows the language a person hears listens to `talanoa:channel` on the
 * document, whose detail is {language}, or reads `data-channel` of the body.
 */
import { announce } from "./announce.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./sound.js").Sound} Sound */

/** Milliseconds for which a wish for a slower pace stands. */
const SLOWER_FOR = 120000;

/** @param {{sound: Sound | null, person: string}} room */
export function channels({ sound, person }) {
  slower();
  const hearing = document.getElementById("hearing");
  if (!hearing || !sound) return;
  let said = "";
  /** Into which languages one has heard that one interprets. @type {Set<string | null>} */
  const named = new Set();

  /** @param {string} language */
  const tell = (language) => {
    hearing.dataset.language = language;
    document.body.dataset.channel = language;
    document.dispatchEvent(new CustomEvent("talanoa:channel", { detail: { language } }));
  };

  function mark() {
    const chosen = sound?.language ?? "";
    for (const button of hearing?.querySelectorAll(".channel-choice button") ?? []) {
      const is = button instanceof HTMLButtonElement && button.value === chosen;
      button.setAttribute("aria-pressed", String(is));
    }
    let words = "";
    for (const line of hearing?.querySelectorAll("[data-channel]") ?? []) {
      const is = line.getAttribute("data-channel") === chosen;
      line.toggleAttribute("hidden", !is);
      if (is) words = line.textContent ?? "";
    }
    for (const line of hearing?.querySelectorAll("[data-named]") ?? []) {
      const isNamed = (line.getAttribute("data-for") ?? "").split(" ").includes(person);
      line.toggleAttribute("hidden", !isNamed);
      const language = line.getAttribute("data-named");
      if (isNamed && !named.has(language)) announce(line.textContent);
      if (isNamed) named.add(language);
      else named.delete(language);
    }
    if (said && words !== said) announce(words);
    said = words;
  }

  hearing.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".channel-choice button") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    hearing.querySelector(".own-language")?.remove();
    sound.hear(button.value);
  });
  sound.addEventListener("channel", () => {
    tell(sound.language);
    mark();
  });
  document.addEventListener("talanoa:patched", (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.id !== "channels") return;
    // A language that is not interpreted into any more is told by the sound, too; it may be off.
    const there = [...hearing.querySelectorAll("[data-channel]")].map((line) => line.getAttribute("data-channel"));
    if (sound.language && !there.includes(sound.language)) sound.hear("");
    else mark();
  });
  const first = hearing.dataset.language ?? "";
  if (first) sound.hear(first);
  else tell("");
  mark();
}

/** A wish for a slower pace is put away after a while. */
function slower() {
  /** @type {number | undefined} */ let timer;
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => document.getElementById("slower")?.replaceChildren(), SLOWER_FOR);
  };
  document.addEventListener("talanoa:patched", (event) => {
    if (event.target instanceof HTMLElement && event.target.id === "slower") later();
  });
  later();
}
