/**
 * Run the clocks of the agenda's item in hand and of a case's step, and show moments in the reader's own zone.
 *
 * The device's clock may be wrong by hours: the server's is taken, by the difference.
 */
import { announce, words } from "./announce.js";

/** @param {{now: string}} room `now`: the server's clock when the page was made */
export function clocks({ now }) {
  const ahead = Date.parse(now) - Date.now();
  /** @type {string} */ let said = "";

  function tick() {
    for (const spent of document.querySelectorAll("[data-since]")) {
      const since = Date.parse(spent.getAttribute("data-since") ?? "");
      const seconds = Math.max(0, Math.round((Date.now() + ahead - since) / 1000));
      spent.textContent = words("spent", { time: minutesAndSeconds(seconds) });
    }
    const clock = document.querySelector("[data-began]");
    hourEnd(Date.now() + ahead);
    if (!(clock instanceof HTMLElement) || !clock.dataset.began) return;
    const planned = Number(clock.dataset.minutes) * 60;
    const elapsed = (Date.now() + ahead - Date.parse(clock.dataset.began)) / 1000;
    const left = Math.round(planned - elapsed);
    clock.textContent = words(left < 0 ? "over" : "left", { time: minutesAndSeconds(left) });
    clock.toggleAttribute("data-over", left < 0);
    if (!document.body.classList.contains("hosting")) return;
    const due = left < 0 ? "up" : left <= 60 ? "ending" : "";
    const once = due + clock.dataset.began;
    if (due && once !== said) announce(words(due));
    said = due ? once : said;
  }

  window.setInterval(tick, 1000);
  document.addEventListener("talanoa:patched", (event) => {
    tick();
    if (event.target instanceof Element) localTimes(event.target);
  });
  tick();
  localTimes(document);
}

/**
 * Once the item in hand is over its time, everything after it moves with each minute.
 *
 * @param {number} now by the server's clock
 */
function hourEnd(now) {
  const place = document.querySelector("[data-due]");
  const due = Date.parse(place?.getAttribute("data-due") ?? "");
  const end = place?.querySelector(".hour-end");
  if (!place || !(end instanceof HTMLElement) || Number.isNaN(due) || now < due) return;
  for (const time of place.querySelectorAll("time[data-after]")) {
    const at = new Date(now + Number(time.getAttribute("data-after")) * 60_000);
    time.setAttribute("datetime", at.toISOString());
  }
  localTimes(place);
  const over = Math.round((now + Number(end.dataset.rest) * 60_000 - Date.parse(end.dataset.ends ?? "")) / 60_000);
  const late = end.querySelector("[data-late]");
  const sign = over > 0 ? "+" : "\u2212";
  if (late) late.textContent = over ? words("late", { minutes: `${sign}${Math.abs(over)}` }) : "";
}

/** @param {number} seconds */
function minutesAndSeconds(seconds) {
  const whole = Math.abs(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {ParentNode} root */
export function localTimes(root) {
  const written = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  for (const time of root.querySelectorAll("time[data-clock]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (!Number.isNaN(at.getTime())) time.textContent = written.format(at);
  }
}
