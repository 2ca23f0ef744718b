// @ts-check
/**
 * Relays for networks that block UDP: asked for over the room's socket when sound is wanted,
 * kept in memory alone, and renewed before their credentials end.
 */

/** @typedef {{type: string, [field: string]: any}} Frame */

/** Milliseconds to wait for the answer; sound is then tried without relays. */
const PATIENCE = 3000;
/** The part of their time after which credentials are renewed. */
const RENEW_AT = 0.5;
/** Milliseconds credentials must still hold to be used for a new connection. */
const MARGIN = 20_000;

export class Relays {
  #options;
  /** Whether the hub has relays; unless it says so, nothing is asked for. */ #there = false;
  /** @type {RTCIceServer[]} */ #held = [];
  #until = 0;
  /** @type {(() => void)[]} */ #waiting = [];
  /** @type {number | undefined} */ #renewal;

  /**
   * @param {object} options
   * @param {(frame: Frame) => void} options.send
   * @param {() => RTCPeerConnection | null} options.peer the connection they serve now, if any
   */
  constructor(options) {
    this.#options = options;
  }

  /** What was given last, for a connection that cannot wait. */
  get held() {
    return this.#held;
  }

  /** The room says whether the hub has relays. @param {unknown} there */
  told(there) {
    this.#there = there === true;
    if (!this.#there) this.#held = [];
  }

  /** Servers that hold long enough to connect; none where the hub has none or does not answer. */
  async servers() {
    if (!this.#there || Date.now() + MARGIN < this.#until) return this.#held;
    await new Promise((done) => {
      this.#waiting.push(() => done(undefined));
      window.setTimeout(() => done(undefined), PATIENCE);
      this.#options.send({ type: "sound.relays" });
    });
    return this.#held;
  }

  /** @param {Frame} frame */
  take({ servers, seconds }) {
    this.#held = servers;
    this.#until = Date.now() + seconds * 1000;
    for (const go of this.#waiting.splice(0)) go();
    const peer = this.#options.peer();
    peer?.setConfiguration({ ...peer.getConfiguration(), iceServers: servers });
    window.clearTimeout(this.#renewal);
    if (!servers.length) return;
    this.#renewal = window.setTimeout(() => {
      if (this.#options.peer()) this.#options.send({ type: "sound.relays" });
    }, seconds * 1000 * RENEW_AT);
  }
}
