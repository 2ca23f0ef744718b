// @ts-check
/**
 * Hear a session and speak in it.
 *
 * One connection carries the mixed sound of everyone. It can carry a voice from the first
 * moment, but no microphone is asked for until the person first speaks, and then nothing has
 * to be negotiated anew. The server decides who is heard: it seats everyone muted, and what
 * this file does on release is only quicker, never the rule. The frames are described in
 * docs/live-sound.md.
 *
 * It holds no words: what goes wrong is told as a code, and the page has the sentence.
 */

import { Microphone } from "./microphone.js";
import { Attempts, FINAL, WAIT_FOR_BACK } from "./attempts.js";
import { Relays } from "./relays.js";
import { figuresOf } from "./sound_figures.js";

/** @typedef {{type: string, [field: string]: any}} Frame */
/** @typedef {import("./sound_figures.js").Figures} Figures */
/** @typedef {Figures & {state: State, way: "bridge" | "stream", muted: boolean}} SoundStats */
/** @typedef {"idle" | "joining" | "connected" | "lost" | "failed"} State */

/**
 * @typedef {object} SoundOptions
 * @property {(frame: Frame) => void} send sends one frame to the room
 * @property {(type: string, handler: (frame: Frame) => void) => void} on hears frames of a type
 * @property {HTMLAudioElement} audio plays what is heard
 * @property {string} person this person's key, as in the room's frames
 * @property {boolean} [speakOnly] an interpreter's booth: nothing is heard from it
 */

/** Milliseconds a connection may be disturbed before we join anew. */
const PATIENCE = 5000;
/** Milliseconds after one's own words until one hears one's language again. */
const BACK_AFTER = 700;

/**
 * Events: `state` {state, code}, `muted` {person, muted, mine}, `speaking` {person, speaking},
 * `trouble` {code}, `channel` {language}: the channel heard from now on is another.
 */
export class Sound extends EventTarget {
  /** @type {State} */ state = "idle";
  /** Whether the server mixes us in. */ muted = true;
  /** Whose channel is heard; empty: the floor. One speaks on the floor alone. */ language = "";

  #options;
  #relays;
  /** Tells this window from others of the same person. */
  #tab = Math.random().toString(36).slice(2);
  /** @type {RTCPeerConnection | null} */ #peer = null;
  /** @type {RTCRtpSender | null} */ #sender = null;
  #microphone = new Microphone(() => {
    this.close();
    this.#tell("trouble", { code: "microphone-ended" });
  });
  /** @type {"bridge" | "stream"} */ #way = "bridge";
  /** The person wants to be here. */ #wanted = false;
  /** The person is holding, or has switched on, the microphone. */ #open = false;
  #attempt = 0;
  #epoch = "";
  #attempts = new Attempts();
  #rate = 0;
  /** The microphone was open when the connection ended: whoever speaks on is to know it. */ #cutOff = false;

  /** @param {SoundOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    const { on, send } = options;
    this.#relays = new Relays({ send, peer: () => this.#peer });
    on("sound.answer", (frame) => void this.#takeAnswer(frame));
    on("sound.offer", (frame) => void this.#takeOffer(frame));
    on("sound.candidate", (frame) => void this.#peer?.addIceCandidate(frame.candidate ?? undefined));
    on("sound.muted", (frame) => this.#heardMuted(frame));
    on("sound.speaking", ({ person, speaking }) => this.#tell("speaking", { person, speaking }));
    on("sound.failed", (frame) => this.#failed(frame));
    on("sound.lost", ({ code }) => this.#lost(code));
    on("sound.moved", ({ tab }) => this.#moved(tab));
    on("sound.back", (frame) => this.#back(frame));
    on("sound.relays", (frame) => this.#relays.take(frame));
    if (options.speakOnly) return;
    document.addEventListener("talanoa:sound-stats", (event) => {
      if (event instanceof CustomEvent) void this.stats().then(event.detail);
    });
  }

  /** Whether this person's voice is on its way: microphone open and mixed in. */
  get live() {
    return this.#open && !this.muted;
  }

  /** Hear the mix at `rate` bits a second, prepared for `loss` percent lost packets.
   * @param {{rate: number, loss: number}} wish */
  receiveAt({ rate, loss }) {
    this.#rate = rate;
    if (this.state === "connected") this.#options.send({ type: "sound.rate", rate, loss });
  }

  /** Begin to hear. Comes back by itself, muted, until `leave`. */
  join() {
    this.#wanted = true;
    this.#cutOff = false;
    void this.#connect({ speak: false });
  }

  /** Have a microphone and a seat, silent still. @returns {Promise<boolean>} whether one can speak */
  async prepare() {
    try {
      await this.#microphone.take();
    } catch (error) {
      this.#tell("trouble", { code: error instanceof Error ? error.message : "microphone-failed" });
      return false;
    }
    if (!this.#wanted) this.join();
    return true;
  }

  /** Hear a language's channel, or the floor (""). @param {string} language */
  hear(language) {
    if (language === this.language) return;
    this.language = language;
    this.#tell("channel", { language });
    if (this.#wanted && !this.#open) void this.#connect({ speak: false });
  }

  leave() {
    // Another window of this person may have the seat by now: leave it alone.
    if (this.#wanted) this.#options.send({ type: "sound.leave" });
    this.#wanted = false;
    this.#hangUp();
    this.#microphone.giveBack();
    this.#become("idle");
  }

  /**
   * Speak: ask for the microphone when there is none yet, and ask the server to be heard.
   * What stands in the way is told as `trouble`.
   */
  async open() {
    if (this.#open || !this.#wanted) return;
    this.#open = true;
    if (!(await this.prepare())) {
      this.#open = false;
      return this.#tellMine();
    }
    // Let go while the browser was still asking: stay silent.
    if (!this.#open) return this.#silence();
    if (this.#way === "stream") await this.#connect({ speak: true, keepOpen: true });
    else if (this.state === "connected") this.#letThrough();
    else if (this.state !== "joining") this.close();
  }

  /** Stop speaking: silent here at once, and in the mix when the server hears of it. */
  close() {
    if (!this.#open) return;
    this.#silence();
    this.#options.send({ type: "sound.mute", muted: true });
    this.#tellMine();
    this.#backToChannel();
  }

  /** Whoever hears a channel spoke on the floor, and returns. */
  #backToChannel() {
    if (!this.language || this.#way === "stream" || this.state !== "connected") return;
    this.#attempts.in(BACK_AFTER, () => !this.#open && this.language && void this.#connect({ speak: false }));
  }

  toggle() {
    if (this.#open) this.close();
    else void this.open();
  }

  /** Play what is heard; a page calls this on a click after `autoplay-blocked`. */
  async play() {
    try {
      await this.#options.audio.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") {
        this.#tell("trouble", { code: "autoplay-blocked" });
      }
    }
  }

  /** @returns {Promise<SoundStats>} */
  async stats() {
    const { state, muted } = this;
    return { state, muted, way: this.#way, ...(await figuresOf(this.#peer)) };
  }

  // --- Joining ---------------------------------------------------------------------------

  /** @param {{speak: boolean, keepOpen?: boolean}} how */
  async #connect({ speak, keepOpen = false }) {
    if (!("RTCPeerConnection" in window)) {
      this.#tell("trouble", { code: "no-webrtc" });
      return this.#become("failed", "no-webrtc");
    }
    this.#hangUp({ keepOpen });
    const attempt = ++this.#attempt;
    this.#become("joining");
    const iceServers = await this.#relays.servers();
    if (!this.#wanted || attempt !== this.#attempt) return;
    if (this.language && !speak) {
      return this.#options.send({ type: "sound.listen", language: this.language, attempt, tab: this.#tab });
    }
    const peer = this.#newPeer("bridge", iceServers);
    const direction = this.#options.speakOnly ? "sendonly" : "sendrecv";
    this.#sender = peer.addTransceiver("audio", { direction }).sender;
    await peer.setLocalDescription();
    if (peer !== this.#peer) return;
    const rate = this.#rate ? { rate: this.#rate } : {};
    this.#options.send({ type: "sound.join", sdp: peer.localDescription?.sdp, speak, attempt, tab: this.#tab, ...rate });
  }

  /** @param {Frame} frame */
  async #takeAnswer({ sdp, epoch, attempt }) {
    const peer = this.#peer;
    if (!peer || attempt !== this.#attempt || peer.signalingState !== "have-local-offer") return;
    this.#epoch = epoch;
    await peer.setRemoteDescription({ type: "answer", sdp });
  }

  /** The mix is full: hear the same as one of the audience. @param {Frame} frame */
  async #takeOffer({ sdp, epoch, attempt }) {
    if (!this.#wanted || attempt !== this.#attempt) return;
    this.#hangUp();
    const peer = this.#newPeer("stream", this.#relays.held);
    this.#epoch = epoch;
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    if (peer !== this.#peer) return;
    this.#options.send({ type: "sound.accept", sdp: peer.localDescription?.sdp });
  }

  /** @param {"bridge" | "stream"} way @param {RTCIceServer[]} iceServers */
  #newPeer(way, iceServers) {
    const peer = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#peer = peer;
    this.#way = way;
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (peer !== this.#peer) return;
      const sent = candidate?.candidate ? candidate.toJSON() : null;
      this.#options.send({ type: "sound.trickle", candidate: sent });
    });
    peer.addEventListener("track", ({ track }) => {
      if (peer !== this.#peer) return;
      this.#options.audio.srcObject = new MediaStream([track]);
      void this.play();
    });
    peer.addEventListener("connectionstatechange", () => {
      if (peer === this.#peer) this.#changed(peer);
    });
    return peer;
  }

  /** @param {RTCPeerConnection} peer */
  #changed(peer) {
    if (peer.connectionState === "connected") {
      this.#attempts.succeeded();
      this.#become("connected");
      if (this.#cutOff) this.#tell("trouble", { code: "cut-off" });
      this.#cutOff = false;
      if (this.#open) this.#letThrough();
    } else if (peer.connectionState === "disconnected") {
      window.setTimeout(() => {
        if (peer === this.#peer && peer.connectionState === "disconnected") this.#again("ice-failed");
      }, PATIENCE);
    } else if (peer.connectionState === "failed") {
      this.#again("ice-failed");
    }
  }

  // --- Being cut off ---------------------------------------------------------------------

  /** @param {string} code */
  #again(code) {
    this.#hangUp();
    if (!this.#wanted) return;
    this.#become("lost", code);
    this.#attempts.again(() => void this.#connect({ speak: false }));
  }

  /** @param {string} code */
  #lost(code) {
    if (!this.#wanted) return;
    if (code === "no-channel" && !this.#options.speakOnly) return this.hear("");
    // While we join, it can only be the end of the connection we have left ourselves.
    if (code === "ended") return this.state === "joining" ? undefined : this.#again(code);
    this.#hangUp();
    if (FINAL.has(code)) this.#wanted = false;
    this.#become("lost", code);
  }

  /** The person has joined in another window; two would take the seat from each other. */
  #moved(/** @type {string} */ tab) {
    if (!this.#wanted || tab === this.#tab) return;
    this.#wanted = false;
    this.#hangUp();
    this.#microphone.giveBack();
    this.#become("idle");
    this.#tell("trouble", { code: "elsewhere" });
  }

  /** @param {Frame} frame */
  #back({ epoch, relays }) {
    this.#relays.told(relays);
    if (!this.#wanted) return;
    if (epoch === this.#epoch && this.state === "connected") {
      // Only the room's socket was cut. What we heard of our muting meanwhile is unknown, so
      // both sides begin again from silence.
      this.muted = true;
      this.#silence();
      this.#options.send({ type: "sound.mute", muted: true });
      this.#tellMine();
      return;
    }
    this.#attempts.succeeded();
    void this.#connect({ speak: false });
  }

  /** @param {Frame} frame */
  #failed({ of, code }) {
    if (of === "sound.trickle" || of === "sound.rate" || of === "sound.leave") return;
    if (of === "sound.mute") {
      this.#silence();
      this.#tellMine();
      if (code === "not-seated") this.#again(code);
      else this.#tell("trouble", { code });
    } else if (WAIT_FOR_BACK.has(code) || code === "no-channel") {
      this.#lost(code);
    } else if (code === "bad-offer" || code === "bad-frame") {
      this.#hangUp();
      this.#become("failed", code);
    } else {
      this.#again(code);
    }
  }

  /** Whoever comes back comes back muted, so the microphone closes too. */
  #hangUp({ keepOpen = false } = {}) {
    this.#attempts.stop();
    const peer = this.#peer;
    this.#peer = null;
    this.#sender = null;
    peer?.close();
    const wasMuted = this.muted;
    this.muted = true;
    this.#cutOff ||= this.#open && !keepOpen;
    if (!keepOpen) this.#silence();
    if (!wasMuted) this.#tellMine();
  }

  // --- The microphone --------------------------------------------------------------------

  #letThrough() {
    const { track } = this.#microphone;
    if (!this.#sender || !track) return this.close();
    this.#options.send({ type: "sound.mute", muted: false });
    track.enabled = true;
    void this.#sender.replaceTrack(track);
  }

  #silence() {
    this.#open = false;
    if (!this.#microphone.track) return;
    this.#microphone.rest();
    void this.#sender?.replaceTrack(null);
  }

  /** @param {Frame} frame */
  #heardMuted({ person, muted }) {
    if (person !== this.#options.person) return this.#tell("muted", { person, muted, mine: false });
    if (!this.#peer) return;
    this.muted = muted;
    if (muted) this.#silence();
    if (muted) this.#backToChannel();
    // Never open a microphone that its owner has not opened.
    else if (!this.#open) this.#options.send({ type: "sound.mute", muted: true });
    this.#tellMine();
  }

  // --- Telling the page ------------------------------------------------------------------

  #tellMine() {
    this.#tell("muted", { person: this.#options.person, muted: !this.live, mine: true });
  }

  /** @param {State} state @param {string} [code] */
  #become(state, code = "") {
    this.state = state;
    this.#tell("state", { state, code });
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
