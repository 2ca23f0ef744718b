/**
 * The page's link to the room: one WebSocket that comes back by itself.
 *
 * Events: `state` {state} (connecting, connected, lost, offline, ended), `frame` with any frame
 * but those handled here, `entry` with an entry of the log in its order, `again` when what was
 * sent may be lost, `ended` {code}. The frames stand in docs/live-protocol.md.
 */

import { messageBytes } from "./wire.js";

/** @typedef {{type: string, [field: string]: any}} Frame */
/** @typedef {"page"|"connecting"|"connected"|"lost"|"offline"|"ended"} LinkState */

const VERSION = 1;
const ALIVE_EVERY = 15_000;
/** Nothing heard for this long, though signs of life were sent: the line is dead. */
const DEAD_AFTER = 40_000;
/** A try that takes longer began on a line that was dead, and would wait for minutes. */
const CONNECTED_WITHIN = 15_000;
/** The first try is made at once; none waits so long that a restart costs five seconds. */
const DELAYS = [0, 400, 1000, 2000, 3000];
/** Codes after which coming back by itself would be wrong. */
const FINAL = new Set([4401, 4403, 4404, 4409, 4410, 4423]);
const TOO_MUCH = 4429;
/** Whether this browser reads frames that come packed. */
const UNPACKS = "DecompressionStream" in window;

export class RoomLink extends EventTarget {
  /** @type {LinkState} */ state = "page";
  /** Whether this page has ever been connected; until then its forms work as plain forms. */
  everConnected = false;
  /** Bytes on the wire so far, both ways. */
  passed = 0;
  /** Seconds there and back, by the last sign of life that was answered; null before. */
  /** @type {number | null} */ roundTrip = null;
  /** When the line was lost, in milliseconds. @type {number[]} */ breaks = [];

  #url;
  #seq;
  /** @type {WebSocket | null} */ #socket = null;
  #tries = 0;
  /** @type {number | undefined} */ #retry;
  #heardAt = 0;
  #signedAt = 0;
  /** Unpacking takes a moment, and frames are heard in their order. */
  #heard = Promise.resolve();

  /** @param {{url: string, seq: number}} options `seq`: the last entry the page already shows. */
  constructor({ url, seq }) {
    super();
    this.#url = url;
    this.#seq = seq;
  }

  get seq() {
    return this.#seq;
  }

  start() {
    window.setInterval(() => this.#sign(), ALIVE_EVERY);
    window.addEventListener("online", () => this.#now());
    window.addEventListener("offline", () => this.#socket?.close());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.state === "lost") this.#now();
    });
    // A page put aside by the browser comes back with a dead socket.
    window.addEventListener("pageshow", (event) => event.persisted && this.#now());
    this.#connect();
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} whether it was given to the socket
   */
  send({ type, id, ...rest }) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    const data = rest.data ?? rest;
    const text = JSON.stringify({ v: VERSION, type, ...(id ? { id } : {}), data });
    this.#weigh(text, true);
    this.#socket.send(text);
    return true;
  }

  #now() {
    if (this.state === "ended" || this.#socket) return;
    this.#tries = 0;
    this.#connect();
  }

  #connect() {
    window.clearTimeout(this.#retry);
    this.#become(navigator.onLine ? "connecting" : "offline");
    const asked = `after=${this.#seq}&lang=${document.documentElement.lang}${UNPACKS ? "&pack=1" : ""}`;
    const socket = new WebSocket(`${this.#url}?${asked}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    window.setTimeout(() => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    }, CONNECTED_WITHIN);
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#heardAt = Date.now();
      this.everConnected = true;
      this.#become("connected");
      this.#sign();
    });
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#weigh(event.data, false);
      if (UNPACKS) this.#hearInOrder(socket, event.data);
      else this.#hear(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    });
  }

  /** @param {WebSocket} socket @param {string | ArrayBuffer} data */
  #hearInOrder(socket, data) {
    const hear = async () => {
      const text = typeof data === "string" ? data : await unpacked(data);
      if (socket === this.#socket) this.#hear(JSON.parse(text));
    };
    this.#heard = this.#heard.then(hear).catch(reportError);
  }

  /** @param {Frame} frame */
  #hear(frame) {
    this.#heardAt = Date.now();
    // Not as soon as it is open: a room that is too busy opens the socket to say so.
    this.#tries = 0;
    if (frame.type === "batch") {
      for (const each of frame.frames) this.#hear(each);
    } else if (frame.type === "entry") {
      if (frame.seq <= this.#seq) return;
      this.#seq = frame.seq;
      this.#tell("entry", frame);
    } else if (frame.type === "number") {
      this.#seq = Math.max(this.#seq, frame.seq);
    } else if (frame.type === "alive") {
      if (frame.ask) this.send({ type: "alive" });
      else this.#answered();
    } else if (frame.type === "behind") {
      this.send({ type: "catch-up", after: this.#seq });
      this.#tell("again", {});
    } else {
      this.#tell("frame", frame);
    }
  }

  #answered() {
    if (this.#signedAt) this.roundTrip = (performance.now() - this.#signedAt) / 1000;
    this.#signedAt = 0;
  }

  /** @param {string | ArrayBuffer} text @param {boolean} ours */
  #weigh(text, ours) {
    this.passed += messageBytes(text, { ours, secure: this.#url.startsWith("wss:") });
  }

  /** @param {number} code */
  #lost(code) {
    this.#socket = null;
    this.#signedAt = 0;
    if (this.state === "connected") this.breaks.push(Date.now());
    if (FINAL.has(code)) {
      this.#become("ended");
      return this.#tell("ended", { code });
    }
    const last = DELAYS.length - 1;
    const delay = code === TOO_MUCH ? 30_000 : DELAYS[Math.min(this.#tries++, last)];
    this.#become(navigator.onLine ? "lost" : "offline");
    // Not all at the same moment: a whole room is cut off together.
    this.#retry = window.setTimeout(() => this.#connect(), delay * (0.5 + Math.random() / 2));
  }

  #sign() {
    if (this.state !== "connected") return;
    if (Date.now() - this.#heardAt > DEAD_AFTER) {
      const socket = this.#socket;
      this.#lost(0);
      socket?.close();
    } else {
      this.#signedAt = performance.now();
      this.send({ type: "alive" });
    }
  }

  /** @param {LinkState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("state", { state });
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {ArrayBuffer} data raw DEFLATE */
function unpacked(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
