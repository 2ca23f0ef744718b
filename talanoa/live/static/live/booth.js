/**
 * An interpreter's booth: on the air and off it, by their own act alone.
 *
 * The log says who is on the air; this opens the microphone once the log has said so, in a
 * connection of its own, and closes it as soon as the log says otherwise. The floor is heard
 * all the while through the other connection.
 */
import { announce, words } from "./announce.js";
import { Sound } from "./sound.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./link.js").Frame} Frame */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/** Frames, and codes of `sound.lost`, that are about all sound and not about one seat. */
const ABOUT_ALL = new Set(["sound.back", "sound.relays"]);
const AWAY = new Set(["away", "off", "refused"]);

/**
 * @param {{link: RoomLink, outbox: Outbox, person: string, now: string, floor: Sound | null}} room
 */
export function booths({ link, outbox, person, now, floor }) {
  // Panel and forms come into the page and go from it.
  const panel = () => document.getElementById("booths-panel");
  const own = () => (document.querySelector(".booth-own")?.getAttribute("data-own") ?? "").split(" ").filter(Boolean);
  const ahead = Date.parse(now) - Date.now();
  /** @type {Map<string, Sound>} */ const seats = new Map();

  /** @param {string} language */
  const seatOf = (language) => {
    let seat = seats.get(language);
    if (!seat) {
      seat = boothSound(link, language, person);
      seat.addEventListener("trouble", (event) => {
        if (!(event instanceof CustomEvent)) return;
        say(event.detail.code);
        // Without a microphone nobody is to be kept on the air.
        stop(language);
      });
      seat.addEventListener("speaking", (event) => {
        if (!(event instanceof CustomEvent)) return;
        section(language)?.toggleAttribute("data-heard", event.detail.speaking);
      });
      seats.set(language, seat);
    }
    return seat;
  };
  /** @param {string} language */
  const section = (language) => document.getElementById(`booth-${language}`);
  /** @param {string} language */
  const isOn = (language) => section(language)?.dataset.onAir === person;
  /** @param {string} language */
  const stop = (language) => {
    if (isOn(language)) outbox.add({ type: "interpret.stop", data: { language }, kept: false });
  };

  /** @param {string} code */
  function say(code) {
    const place = panel()?.querySelector("[data-booth-trouble]");
    const found = place?.querySelector(`[data-trouble="${CSS.escape(code)}"]`);
    const line = found ?? place?.querySelector("[data-sound-state='failed']");
    for (const other of place?.children ?? []) other.toggleAttribute("hidden", other !== line);
    place?.toggleAttribute("hidden", !code);
  }

  // Where the microphone cannot be had, nobody else is asked to make way for it.
  document.addEventListener("talanoa:act", (event) => {
    if (!(event.target instanceof HTMLElement) || !(event instanceof CustomEvent)) return;
    if (event.target.id !== "act-interpret-start") return;
    const { language } = event.detail.data;
    event.preventDefault();
    say("");
    floor?.close();
    floor?.hear("");
    if (floor?.state === "idle") floor.join();
    void seatOf(language).prepare().then((ready) => {
      if (!ready) return;
      const sent = outbox.add({ type: "interpret.start", data: { language }, kept: false });
      if (!sent) say("away");
    });
  });
  outbox.addEventListener("sent", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.act.type !== "interpret.start") return;
    void seatOf(event.detail.act.data.language).open();
  });

  outbox.addEventListener("refused", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.act.type !== "interpret.start") return;
    seats.get(event.detail.act.data.language)?.leave();
  });

  document.addEventListener("talanoa:patched", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    const { id } = event.target;
    if (event instanceof CustomEvent && event.detail.action === "host") mark();
    else if (id === "booths") for (const language of own()) shown(language);
    else if (id.startsWith("booth-")) shown(id.slice("booth-".length));
  });

  /** @param {string} language */
  function shown(language) {
    mark();
    if (!own().includes(language)) return;
    if (!isOn(language)) seats.get(language)?.close();
    const lines = section(language)?.querySelectorAll("[data-air-words] > span:not(.air-time)");
    announce([...(lines ?? [])].map((line) => line.textContent?.trim()).join(" "));
    callAttention();
  }

  /** Whose turn it is to act sees it from wherever they are in the room. */
  function callAttention() {
    const news = document.querySelector("a[href='#panel-interpretation'] .news");
    if (!news || !document.getElementById("panel-interpretation")?.hasAttribute("hidden")) return;
    news.textContent = "1";
    news.removeAttribute("hidden");
  }

  function mark() {
    let isOnAir = false;
    for (const each of panel()?.querySelectorAll(".booth") ?? []) {
      if (!(each instanceof HTMLElement)) continue;
      const { language = "", onAir = "" } = each.dataset;
      each.toggleAttribute("data-own", own().includes(language));
      each.dataset.mine = onAir === person ? "on" : onAir ? "other" : "nobody";
      if (onAir === person) isOnAir = true;
    }
    document.body.toggleAttribute("data-on-air", isOnAir);
    for (const name of ["talk", "hold"]) {
      const button = document.querySelector(`[data-sound="${name}"]`);
      if (isOnAir) button?.setAttribute("disabled", "");
      else if (floor?.state === "connected") button?.removeAttribute("disabled");
    }
    tick();
  }

  function tick() {
    for (const place of panel()?.querySelectorAll("[data-on-air-since]") ?? []) {
      const since = Date.parse(place.getAttribute("data-on-air-since") ?? "");
      const seconds = Math.max(0, Math.round((Date.now() + ahead - since) / 1000));
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      place.textContent = words("on-air-for", { time });
    }
  }

  floor?.addEventListener("state", mark);
  link.addEventListener("ended", () => {
    for (const seat of seats.values()) seat.leave();
  });
  window.setInterval(tick, 1000);
  mark();
}

/**
 * The seat from which one speaks into a language.
 *
 * @param {RoomLink} link @param {string} language @param {string} person
 * @returns {Sound}
 */
function boothSound(link, language, person) {
  /** @type {Map<string, (frame: Frame) => void>} */ const hears = new Map();
  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { type, booth, code } = event.detail;
    const isOurs = booth === language;
    const isOfAll = ABOUT_ALL.has(type) || (type === "sound.lost" && AWAY.has(code));
    const isForAll = !booth && isOfAll;
    if (isOurs || isForAll) hears.get(type)?.(event.detail);
  });
  return new Sound({
    send: (frame) => link.send({ ...frame, booth: language }),
    on: (type, hear) => hears.set(type, hear),
    audio: new Audio(),
    person,
    speakOnly: true,
  });
}
