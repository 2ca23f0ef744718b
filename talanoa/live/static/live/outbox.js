/**
 * Acts on their way: each with an id of its own, sent until the room has acknowledged it.
 *
 * What a person wrote is kept on this device meanwhile, one key for each act, so that two
 * tabs do not write over each other; sent twice, the room stores it once. What only makes
 * sense at the moment (turning a slide, muting someone) is not kept.
 *
 * Events: `waiting` {act, onItsWay}, `sent` {act}, `refused` {act, reason}, `failed` {act, code}.
 */

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./link.js").Frame} Frame */
/**
 * @typedef {object} Act
 * @property {string} id
 * @property {string} type
 * @property {Record<string, any>} data
 * @property {number} at
 * @property {boolean} kept
 * @property {string} [list] the element in which it is shown while it waits
 */

/** Codes after which the same frame may well be taken a little later. */
const LATER = new Set(["busy", "too-fast", "failed"]);
const LATER_AFTER = 2000;
const MOST_TRIES = 5;
/** An act of the moment is worth nothing after this many milliseconds. */
const MOMENT = 10_000;

export class Outbox extends EventTarget {
  #prefix;
  #link;
  /** @type {Map<string, Act>} */ #waiting = new Map();
  /** @type {Map<string, number>} */ #tries = new Map();

  /** @param {{prefix: string, link: RoomLink}} options */
  constructor({ prefix, link }) {
    super();
    this.#prefix = prefix;
    this.#link = link;
    link.addEventListener("state", () => {
      for (const act of this.#waiting.values()) this.#tellWaiting(act);
      if (link.state === "connected") this.#sendAll();
    });
    link.addEventListener("again", () => this.#sendAll());
    link.addEventListener("frame", (event) => {
      if (event instanceof CustomEvent) this.#hear(event.detail);
    });
  }

  /** Take up what an earlier page could not send. */
  restore() {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix))) {
      const act = read(key);
      if (act && !this.#waiting.has(act.id)) this.#take(act);
    }
  }

  /**
   * @param {{type: string, data: Record<string, any>, kept: boolean, list?: string, id?: string}} asked
   * @returns {boolean} whether the act is on its way or kept
   */
  add({ type, data, kept, list, id = newId() }) {
    if (!kept && this.#link.state !== "connected") return false;
    const act = { id, type, data, kept, list, at: Date.now() };
    if (kept) {
      try {
        localStorage.setItem(this.#prefix + id, JSON.stringify(act));
      } catch {
        // No room left on the device: it still waits, as long as this page is open.
      }
    }
    this.#take(act);
    this.#send(act);
    return true;
  }

  /** @param {string} id */
  drop(id) {
    this.#waiting.delete(id);
    this.#tries.delete(id);
    localStorage.removeItem(this.#prefix + id);
  }

  /** @param {Act} act */
  #take(act) {
    this.#waiting.set(act.id, act);
    this.#tellWaiting(act);
  }

  /** @param {Act} act */
  #tellWaiting(act) {
    this.#tell("waiting", { act, onItsWay: this.#link.state === "connected" });
  }

  #sendAll() {
    for (const act of this.#waiting.values()) {
      if (act.kept || Date.now() - act.at < MOMENT) {
        this.#send(act);
      } else {
        this.drop(act.id);
        this.#tell("failed", { act, code: "too-late" });
      }
    }
  }

  /** @param {Act} act */
  #send({ id, type, data }) {
    this.#link.send({ type, id, data });
  }

  /** @param {Frame} frame */
  #hear({ type, id, reason, code }) {
    const act = this.#waiting.get(id);
    if (!act) return;
    if (type === "ack") {
      this.drop(id);
      this.#tell("sent", { act });
    } else if (type === "refused") {
      this.drop(id);
      this.#tell("refused", { act, reason });
    } else if (type === "error") {
      this.#failed(act, code);
    }
  }

  /** @param {Act} act @param {string} code */
  #failed(act, code) {
    const tries = (this.#tries.get(act.id) ?? 0) + 1;
    this.#tries.set(act.id, tries);
    if (LATER.has(code) && tries < MOST_TRIES) {
      window.setTimeout(() => {
        if (this.#waiting.has(act.id)) this.#send(act);
      }, LATER_AFTER * tries);
      return;
    }
    if (!act.kept || !LATER.has(code)) this.drop(act.id);
    this.#tell("failed", { act, code });
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export function newId() {
  // Outside secure contexts (a bare http address) there is no randomUUID.
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** @param {string} key @returns {Act|undefined} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
