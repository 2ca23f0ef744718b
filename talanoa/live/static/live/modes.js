/**
 * The person chooses what the hour costs, sees what it has cost, and is asked, never made, to
 * choose a lower mode when the link fails. When is said by proposals.js.
 */
import { announce, words } from "./announce.js";
import { meter } from "./meter.js";
import { answered, begin, judge, soundFor } from "./proposals.js";
import { smallSlides } from "./small_slides.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./sound.js").Sound} Sound */
/** @typedef {import("./sound.js").SoundStats} SoundStats */

const EVERY = 5000;
const YEAR = 365 * 24 * 3600;
/** Below this many kilobits a second sound would not come through. */
const ENOUGH_FOR_SOUND = 40;

/** @typedef {{look: (view: string) => void, figures: () => Promise<{wire: number, lost: number|null}>}} Pictures */

/** @param {{session: string, link: RoomLink, sound: Sound, shown: Pictures}} room */
export function modes({ session, link, sound, shown }) {
  const place = document.getElementById("cost");
  if (!place) return;
  const rows = [...place.querySelectorAll("input[name='mode']")].filter(
    (each) => each instanceof HTMLInputElement,
  );
  const spending = meter({ session, link });
  let mode = rows.findIndex((each) => each.checked);
  /** Where a proposal led away from, or the person would have begun. @type {number|null} */
  let wished = null;
  let state = begin();
  /** @type {SoundStats|null} */ let earlier = null;
  /** @type {number[]} */ const breaks = [];
  let asked = "";

  /** @param {number} index */
  function rates(index) {
    return (rows[index]?.dataset.rates ?? "").split(" ").filter(Boolean).map(Number);
  }

  /** @param {number} index @param {{keep?: boolean, join?: boolean}} [how] */
  function take(index, { keep = true, join = true } = {}) {
    mode = index;
    rows[mode].checked = true;
    if (keep) {
      document.cookie = `talanoa_mode=${rows[mode].value}; path=/; max-age=${YEAR}; samesite=lax`;
    }
    smallSlides(rows[mode].hasAttribute("data-small-slides"));
    shown.look(rows[mode].dataset.view ?? "");
    const silent = !rates(mode).length;
    document.getElementById("sound")?.toggleAttribute("data-text-only", silent);
    if (silent) sound.leave();
    else {
      tune({ loss: null, roundTrip: null });
      if (join && sound.state === "idle") sound.join();
    }
    show();
  }

  /** @param {{loss: number|null, roundTrip: number|null}} link */
  function tune(link) {
    const wish = soundFor(rates(mode), link);
    if (!wish.rate || asked === `${wish.rate} ${wish.loss}`) return;
    asked = `${wish.rate} ${wish.loss}`;
    sound.receiveAt(wish);
  }

  function show() {
    const spent = spending.spent();
    fill(place, "all", spent.pages + spent.socket + spent.sound + spent.pictures);
    for (const [part, bytes] of Object.entries(spent)) fill(place, part, bytes);
    for (const name of place?.querySelectorAll("[data-mode-name]") ?? []) {
      name.toggleAttribute("hidden", name.getAttribute("data-mode-name") !== rows[mode].value);
    }
  }

  async function look() {
    const now = await sound.stats();
    spending.heard(now.wire);
    const pictures = await shown.figures();
    spending.saw(pictures.wire);
    show();
    const figures = between(earlier, now);
    earlier = now.state === "connected" ? now : null;
    const roundTrip = figures.roundTrip ?? link.roundTrip;
    if (figures.loss !== null && now.state === "connected") tune({ loss: figures.loss, roundTrip });
    const was = state.open;
    const recent = [...link.breaks, ...breaks];
    const lowered = wished !== null && wished > mode;
    state = judge(state, { at: Date.now(), ...figures, pictures: pictures.lost, roundTrip, breaks: recent, lowest: mode === 0, lowered });
    if (state.open && !was) propose(state.open);
  }

  /** @param {import("./proposals.js").Proposal} proposal */
  function propose({ direction, reason }) {
    const notice = document.getElementById("proposal");
    const target = direction === "lower" ? mode - 1 : (wished ?? mode);
    for (const line of notice?.querySelectorAll("[data-reason]") ?? []) {
      line.toggleAttribute("hidden", line.getAttribute("data-reason") !== reason);
    }
    for (const name of notice?.querySelectorAll("[data-to]") ?? []) {
      name.toggleAttribute("hidden", name.getAttribute("data-to") !== rows[target].value);
    }
    if (!notice) return;
    notice.dataset.target = String(target);
    notice.hidden = false;
    announce(notice.querySelector("[data-reason]:not([hidden])")?.textContent);
  }

  /** @param {boolean} yes */
  function answer(yes) {
    const notice = document.getElementById("proposal");
    if (!notice || !state.open) return;
    const target = Number(notice.dataset.target);
    if (yes) {
      wished = state.open.direction === "lower" ? Math.max(wished ?? mode, mode) : null;
      take(target);
    }
    state = answered(state, yes);
    notice.hidden = true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-answer]") : null;
    if (button) answer(button.getAttribute("data-answer") === "yes");
  });
  place.addEventListener("change", (event) => {
    const index = rows.findIndex((each) => each === event.target);
    if (index < 0) return;
    wished = null;
    state = begin();
    document.getElementById("proposal")?.setAttribute("hidden", "");
    for (const why of place.querySelectorAll("[data-why]")) why.setAttribute("hidden", "");
    take(index);
    announce(words("mode-chosen", { mode: rows[mode].dataset.label ?? "" }));
  });
  sound.addEventListener("state", () => {
    // Whoever joins the sound has chosen it.
    if (sound.state === "joining" && !rates(mode).length) take(1, { join: false });
    if (sound.state === "lost" && link.state === "connected") breaks.push(Date.now());
    if (sound.state !== "connected") asked = "";
  });
  place.addEventListener("toggle", show);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(place instanceof HTMLDetailsElement) || !place.open) return;
    place.open = false;
    place.querySelector("summary")?.focus();
  });

  const why = whyTextOnly(place.hasAttribute("data-chosen"));
  if (why) {
    wished = Math.max(mode, 1);
    place.querySelector(`[data-why="${why}"]`)?.removeAttribute("hidden");
  }
  place.hidden = false;
  take(why ? 0 : mode, { keep: false, join: false });
  window.setInterval(() => void look(), EVERY);
}

/**
 * Why to begin with text only, on a device on which nothing was chosen yet.
 *
 * @param {boolean} chosen
 * @returns {"save-data"|"slow"|""}
 */
function whyTextOnly(chosen) {
  if (chosen) return "";
  const connection = /** @type {any} */ (navigator).connection;
  if (connection?.saveData) return "save-data";
  const measured = Number(localStorage.getItem("talanoa.kilobits"));
  const isSlow = measured ? measured < ENOUGH_FOR_SOUND : connection?.effectiveType === "slow-2g";
  return isSlow ? "slow" : "";
}

/**
 * What the link was like since the figures before.
 *
 * @param {SoundStats|null} before @param {SoundStats} now
 */
function between(before, now) {
  const nothing = { loss: null, starved: null, roundTrip: null };
  if (!before || now.state !== "connected" || now.packets < before.packets) return nothing;
  const [packets, lost] = [now.packets - before.packets, now.lost - before.lost];
  const [samples, made] = [now.samples - before.samples, now.made - before.made];
  return {
    // Packets that came twice count as less than none lost.
    loss: packets + lost > 0 ? Math.max(0, lost) / (packets + lost) : null,
    starved: packets === 0 ? 1 : samples > 0 ? Math.max(0, made) / samples : null,
    roundTrip: now.roundTrip || null,
  };
}

/** @param {Element|null} place @param {string} part @param {number} bytes */
function fill(place, part, bytes) {
  const number = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(bytes / 1e6);
  for (const slot of place?.querySelectorAll(`[data-spent="${part}"]`) ?? []) {
    if (slot.textContent !== number) slot.textContent = number;
  }
}
