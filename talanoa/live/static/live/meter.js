/** What this visit has cost so far, in bytes on the wire; see wire.js for what is estimated. */
import { answerBytes } from "./wire.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {{pages: number, socket: number, sound: number, pictures: number}} Spent */

/**
 * A visit is what one tab spends in one session, reloading included.
 *
 * @param {{session: string, link: RoomLink}} room
 */
export function meter({ session, link }) {
  const key = `talanoa.visit.${session}`;
  const before = remembered(key);
  let pages = 0;
  let ended = 0;
  let current = 0;
  let pictures = 0;
  const count = (/** @type {PerformanceEntryList} */ entries) => {
    for (const entry of entries) {
      if (entry instanceof PerformanceResourceTiming) pages += answerBytes(entry);
    }
  };
  const observer = new PerformanceObserver((list) => count(list.getEntries()));
  for (const type of ["navigation", "resource"]) observer.observe({ type, buffered: true });

  return {
    /** Take in what the present connection of sound has carried. @param {number} wire */
    heard(wire) {
      // A new connection counts from nothing.
      if (wire < current) ended += current;
      current = wire;
    },
    /** Take in what all connections of pictures have carried. @param {number} wire */
    saw(wire) {
      pictures = wire;
    },
    /** @returns {Spent} */
    spent() {
      const spent = {
        pages: before.pages + pages,
        socket: before.socket + link.passed,
        sound: before.sound + ended + current,
        pictures: before.pictures + pictures,
      };
      keep(key, spent);
      return spent;
    },
  };
}

/** @param {string} key @returns {Spent} */
function remembered(key) {
  const nothing = { pages: 0, socket: 0, sound: 0, pictures: 0 };
  try {
    return { ...nothing, ...JSON.parse(sessionStorage.getItem(key) ?? "{}") };
  } catch {
    return nothing;
  }
}

/** @param {string} key @param {Spent} spent */
function keep(key, spent) {
  try {
    sessionStorage.setItem(key, JSON.stringify(spent));
  } catch {
    // No room left on the device: after a reload the count begins anew.
  }
}
