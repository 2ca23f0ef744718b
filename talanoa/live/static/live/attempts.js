// @ts-check
/** Trying again, later each time, and not all at the same moment: a whole room is cut off together. */

/** Milliseconds before each next attempt; the last one repeats. */
const DELAYS = [500, 1000, 2000, 5000, 10000, 30000];

/** Codes after which only `sound.back` makes another attempt worthwhile. */
export const WAIT_FOR_BACK = new Set(["away", "off", "refused"]);
/** Codes after which this person is not to come back by themselves. */
export const FINAL = new Set(["closed", "no-channel", "removed"]);

export class Attempts {
  #failures = 0;
  /** @type {number | undefined} */ #timer;

  /** Try `go` again, later than the last time. @param {() => void} go */
  again(go) {
    const delay = DELAYS[Math.min(this.#failures++, DELAYS.length - 1)];
    this.in(delay * (0.5 + Math.random()), go);
  }

  /** Do `go` in so many milliseconds, and nothing else. @param {number} delay @param {() => void} go */
  in(delay, go) {
    this.stop();
    this.#timer = window.setTimeout(go, delay);
  }

  stop() {
    window.clearTimeout(this.#timer);
  }

  succeeded() {
    this.#failures = 0;
  }
}
