/**
 * Look at the pictures that the room sends for a view: one connection for all of them. Which come,
 * and how large, is for the room to say; the frames stand in docs/live-pictures.md.
 */
import { Attempts, WAIT_FOR_BACK } from "./attempts.js";

/** @typedef {import("./link.js").Frame} Frame */
/** @typedef {{mid: string, person: number, source: string, layer: number}} Seen */

/** Milliseconds a connection may be disturbed before we ask anew. */
const PATIENCE = 5000;
/** Whoever speaks is shown so many pixels wide at most, of the page's own. */
const WIDEST = 480;

export class Watching {
  /** @type {RTCPeerConnection|null} */ peer = null;
  #options;
  #view = "";
  /** @type {Seen[]} */ #seen = [];
  #attempts = new Attempts();

  /**
   * @param {object} options
   * @param {(frame: Frame) => void} options.send
   * @param {() => Promise<RTCIceServer[]>} options.relays
   * @param {HTMLElement} options.parts
   */
  constructor(options) {
    this.#options = options;
  }

  /** @param {string} view `speaker`, `all`, or nothing */
  look(view) {
    if (!view && this.#view) this.#options.send({ type: "video.look-away" });
    this.#view = view;
    if (!view) return this.#hangUp();
    this.#ask();
  }

  /** The room, or Janus, is there again. */
  again() {
    this.#hangUp();
    if (this.#view) this.#ask();
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (frame.type === "video.offer") void this.#answer(frame);
    else if (frame.type === "video.seen") this.#take(frame.pictures);
    else if (frame.type === "video.lost") this.#lost(frame.code);
    else if (frame.of === "video.watch" || frame.of === "video.accept") this.#lost(frame.code);
  }

  /** Show what is seen: a tile for each camera, the screen where slides stand. */
  draw() {
    const tiles = document.getElementById("tiles");
    const shown = new Set(this.#seen.map(({ mid }) => `tile-${mid}`));
    for (const tile of tiles?.querySelectorAll(".tile:not(.own)") ?? []) {
      if (!shown.has(tile.id)) tile.remove();
    }
    for (const each of this.#seen) if (each.source === "camera") this.#drawCamera(each);
    const screen = this.#seen.find(({ source }) => source === "screen");
    const place = document.getElementById("screen-view");
    place?.toggleAttribute("hidden", !screen);
    document.body.toggleAttribute("data-screen-seen", Boolean(screen));
    this.#play(place?.querySelector("video"), screen?.mid);
  }

  async stats() {
    const figures = { packets: 0, lost: 0, frames: 0, bytes: 0, cameras: false };
    /** @type {{mid: string, frames: number, width: number, height: number, person: number, source: string}[]} */
    const pictures = [];
    for (const report of ((await this.peer?.getStats()) ?? new Map()).values()) {
      if (report.type !== "inbound-rtp" || report.kind !== "video") continue;
      figures.packets += report.packetsReceived;
      figures.lost += report.packetsLost;
      figures.frames += report.framesDecoded ?? 0;
      figures.bytes += report.bytesReceived;
      const of = this.#seen.find(({ mid }) => mid === report.mid);
      if (!of) continue;
      const { frameWidth: width = 0, frameHeight: height = 0, framesDecoded: frames = 0 } = report;
      pictures.push({ mid: of.mid, frames, width, height, person: of.person, source: of.source });
    }
    figures.cameras = this.#seen.some(({ source }) => source === "camera");
    return { ...figures, pictures };
  }

  #ask() {
    const stage = document.querySelector(".room-stage")?.clientWidth ?? WIDEST;
    const shown = Math.min(stage / 2, WIDEST) * Math.min(window.devicePixelRatio, 2);
    this.#options.send({ type: "video.watch", view: this.#view, width: Math.round(shown) });
  }

  /** @param {Frame} frame */
  async #answer({ sdp, pictures }) {
    if (!this.#view) return;
    const iceServers = this.peer ? [] : await this.#options.relays();
    const peer = (this.peer ??= this.#newPeer(iceServers));
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    if (peer !== this.peer) return;
    this.#options.send({ type: "video.accept", sdp: peer.localDescription?.sdp });
    this.#take(pictures);
  }

  /** @param {RTCIceServer[]} iceServers */
  #newPeer(iceServers) {
    const peer = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (peer !== this.peer) return;
      const sent = candidate?.candidate ? candidate.toJSON() : null;
      this.#options.send({ type: "video.trickle", of: "watch", candidate: sent });
    });
    peer.addEventListener("track", () => this.draw());
    peer.addEventListener("connectionstatechange", () => {
      if (peer !== this.peer) return;
      if (peer.connectionState === "connected") this.#attempts.succeeded();
      if (peer.connectionState === "failed") this.#lost("ice-failed");
      if (peer.connectionState !== "disconnected") return;
      window.setTimeout(() => {
        if (peer === this.peer && peer.connectionState === "disconnected") this.#lost("ice-failed");
      }, PATIENCE);
    });
    return peer;
  }

  /** @param {Seen[]} pictures */
  #take(pictures) {
    if (!pictures.length) return this.#hangUp();
    this.#seen = pictures;
    this.draw();
  }

  /** @param {string} code */
  #lost(code) {
    this.#hangUp();
    if (!this.#view || WAIT_FOR_BACK.has(code)) return;
    this.#attempts.again(() => {
      if (!this.#view) return;
      // The room may hold what it had sent us: begin again from nothing.
      this.#options.send({ type: "video.look-away" });
      this.#ask();
    });
  }

  #hangUp() {
    this.#attempts.stop();
    this.peer?.close();
    this.peer = null;
    this.#seen = [];
    this.draw();
  }

  /** @param {Seen} seen */
  #drawCamera({ mid, person, layer }) {
    const tiles = document.getElementById("tiles");
    let tile = document.getElementById(`tile-${mid}`);
    if (!tile) {
      tile = newTile(this.#options.parts);
      if (!tile) return;
      tile.id = `tile-${mid}`;
      tiles?.append(tile);
    }
    tile.dataset.person = String(person);
    tile.toggleAttribute("data-large", layer > 0);
    const name = document.querySelector(`[data-camera="${person}"] b`)?.textContent ?? "";
    const caption = tile.querySelector("b");
    if (caption && caption.textContent !== name) caption.textContent = name;
    this.#play(tile.querySelector("video"), mid);
  }

  /** @param {HTMLVideoElement|null|undefined} video @param {string|undefined} mid */
  #play(video, mid) {
    if (!video) return;
    const track = this.peer?.getTransceivers().find((each) => each.mid === mid)?.receiver.track;
    const shown = video.srcObject instanceof MediaStream ? video.srcObject.getTracks()[0] : null;
    if ((track ?? null) === (shown ?? null)) return;
    video.srcObject = track ? new MediaStream([track]) : null;
  }
}

/** @param {HTMLElement} parts @returns {HTMLElement|null} */
export function newTile(parts) {
  const template = parts.querySelector("#tile-line");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const tile = template.content.firstElementChild?.cloneNode(true);
  return tile instanceof HTMLElement ? tile : null;
}
