/**
 * The recording's player: sound, slides that turn with it, chapters, keys, speed, the place where
 * one was. Without it the browser's own controls play the sound.
 *
 * It also stands inside the page that is taken along, so it asks for no other file.
 */

const STEP = 10;
const SAVED_EVERY = 5;
const AT_LEAST = 2;
const TYPES = "input:not([type=range]), select, textarea, button, summary, a, [contenteditable]";

/** @param {number} seconds */
function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${two}` : `${minutes}:${two}`;
}

/** The place where somebody was, kept on this device; nothing where it keeps nothing. */
class Place {
  /** @param {string} name */
  constructor(name) {
    this.name = `talanoa.keep.place.${name}`;
  }

  read() {
    try {
      return Number(localStorage.getItem(this.name)) || 0;
    } catch {
      return 0;
    }
  }

  /** @param {number} seconds */
  write(seconds) {
    try {
      localStorage.setItem(this.name, String(Math.floor(seconds)));
    } catch {
      // A browser that keeps nothing plays all the same.
    }
  }
}

/** @param {HTMLElement} player */
function play(player) {
  const audio = player.querySelector("audio");
  const own = player.querySelector(".player-own");
  const seek = player.querySelector("[data-do=seek]");
  const speed = player.querySelector("[data-do=speed]");
  if (!audio || !own || !(seek instanceof HTMLInputElement)) return;
  if (!(speed instanceof HTMLSelectElement)) return;
  const length = Number(player.dataset.length);
  const place = new Place(player.dataset.place ?? "");
  const turns = (player.dataset.turns ?? "").trim().split(" ").filter(Boolean).map((turn) => turn.split(":").map(Number));
  const chapters = [...player.querySelectorAll("[data-chapter]")];
  const marks = [...player.querySelectorAll("[data-mark]")];
  let at = 0;
  let slide = -1;
  let saved = 0;

  /** @param {string} name @param {Element} link */
  const offset = (name, link) => Number(link.getAttribute(`data-${name}`));

  /** @param {number} seconds */
  const go = (seconds) => {
    at = Math.min(Math.max(seconds, 0), Math.max(length - 0.5, 0));
    if (audio.readyState > 0) audio.currentTime = at;
    show();
    keep();
  };
  const keep = () => {
    saved = at;
    place.write(at);
  };
  const toggle = () => {
    if (!audio.paused) return audio.pause();
    player.querySelector(".player-trouble")?.setAttribute("hidden", "");
    // Nothing was asked for before this press: what is heard first is where one was.
    if (audio.error) audio.load();
    audio.play().catch(() => undefined);
  };
  /** @param {-1 | 1} way */
  const chapter = (way) => {
    const starts = chapters.map((link) => offset("chapter", link));
    const before = starts.filter((start) => start < at - 2);
    const after = starts.filter((start) => start > at + 0.1);
    if (way < 0) go(before.at(-1) ?? 0);
    else if (after.length) go(after[0]);
  };
  /** @param {-1 | 1} way */
  const faster = (way) => {
    speed.selectedIndex = Math.min(Math.max(speed.selectedIndex + way, 0), speed.options.length - 1);
    audio.playbackRate = Number(speed.value);
  };

  function show() {
    const time = player.querySelector("[data-time]");
    if (time) time.textContent = clock(at);
    if (seek instanceof HTMLInputElement) {
      seek.value = String(at);
      seek.setAttribute("aria-valuetext", clock(at));
    }
    const current = chapters.findLast((link) => offset("chapter", link) <= at + 0.1);
    for (const link of chapters) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const link of marks) {
      link.parentElement?.classList.toggle("is-past", offset("mark", link) <= at + 0.1);
    }
    turn(turns.findLast(([from]) => from <= at + 0.1)?.[1] ?? 0);
    player.dispatchEvent(new CustomEvent("talanoa:at", { detail: at }));
  }

  /** @param {number} number */
  function turn(number) {
    if (number === slide) return;
    const isFirst = slide === -1;
    slide = number;
    for (const each of player.querySelectorAll("[data-slide]")) {
      each.toggleAttribute("hidden", each.getAttribute("data-slide") !== String(number));
    }
    // The next one comes while this one is looked at; those after it wait.
    if (!audio?.paused) fetchAfter(number);
    const say = player.querySelector("[data-say=slide]");
    const says = player.querySelector("[data-says]");
    if (says && say && number && !isFirst) {
      says.textContent = (say.innerHTML ?? "").replace("{number}", String(number));
    }
  }

  /** @param {number} number */
  function fetchAfter(number) {
    const next = player.querySelector(`[data-slide="${number + 1}"] img`);
    if (next instanceof HTMLImageElement) next.loading = "eager";
  }

  player.addEventListener("talanoa:go", (event) => {
    if (event instanceof CustomEvent) go(event.detail);
  });
  audio.addEventListener("loadedmetadata", () => {
    if (at > 0) audio.currentTime = at;
    audio.playbackRate = Number(speed.value);
  });
  audio.addEventListener("timeupdate", () => {
    if (audio.seeking || audio.readyState === 0) return;
    at = audio.currentTime;
    show();
    if (Math.abs(at - saved) >= SAVED_EVERY) keep();
  });
  for (const type of ["play", "pause"]) {
    audio.addEventListener(type, () => {
      for (const words of player.querySelectorAll("[data-when]")) {
        words.toggleAttribute("hidden", (words.getAttribute("data-when") === "paused") !== audio.paused);
      }
      player.querySelector("[data-do=play]")?.setAttribute("aria-pressed", String(!audio.paused));
      if (!audio.paused) fetchAfter(slide);
      keep();
    });
  }
  audio.addEventListener("ended", () => place.write(0));
  audio.addEventListener("error", () => {
    player.querySelector(".player-trouble")?.removeAttribute("hidden");
  });

  player.querySelector("[data-do=play]")?.addEventListener("click", toggle);
  player.querySelector("[data-do=back]")?.addEventListener("click", () => go(at - STEP));
  player.querySelector("[data-do=on]")?.addEventListener("click", () => go(at + STEP));
  seek.addEventListener("input", () => go(Number(seek.value)));
  speed.addEventListener("change", () => {
    audio.playbackRate = Number(speed.value);
  });
  for (const [name, links] of /** @type {[string, Element[]][]} */ ([["chapter", chapters], ["mark", marks]])) {
    for (const link of links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        go(offset(name, link));
      });
    }
  }
  /** @type {Record<string, () => void>} */
  const keys = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => go(at - STEP),
    ArrowRight: () => go(at + STEP),
    "[": () => chapter(-1),
    "]": () => chapter(1),
    PageUp: () => chapter(-1),
    PageDown: () => chapter(1),
    "<": () => faster(-1),
    ">": () => faster(1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target instanceof Element) {
      // Space presses what has the focus; arrows and the rest mean the player, but where one types.
      const pressed = event.target.closest(TYPES);
      if (pressed && (event.key === " " || pressed.matches("input, select, textarea"))) return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  if (!audio.canPlayType('audio/webm; codecs="opus"')) {
    player.querySelector(".player-unable")?.removeAttribute("hidden");
  }
  audio.controls = false;
  audio.hidden = true;
  own.removeAttribute("hidden");
  player.querySelector(".player-keys")?.removeAttribute("hidden");
  const was = place.read();
  at = was >= AT_LEAST && was < length - AT_LEAST ? was : 0;
  const asked = /^#t=(\d+)$/.exec(location.hash);
  if (asked) at = Math.min(Number(asked[1]), length);
  show();
}

for (const player of document.querySelectorAll("[data-player]")) {
  if (player instanceof HTMLElement) play(player);
}
