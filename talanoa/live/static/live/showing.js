/**
 * Show one's camera, or share one's screen: never before a look at it and a press of its owner's.
 *
 * The log says whether it is on; the room says why it has ended. What ends here ends at once, and
 * nothing begins again by itself.
 */
import { words } from "./announce.js";
import { newTile } from "./watching.js";

/** @typedef {import("./link.js").Frame} Frame */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/** Below so many kilobits a second, as measured before entering, a camera is advised against. */
const SLOW = 300;
/** @type {Record<string, string>} */
const CODES = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-camera",
  OverconstrainedError: "no-camera",
  NotReadableError: "camera-busy",
  AbortError: "camera-busy",
};

export class Showing {
  source;
  /** @type {RTCPeerConnection|null} */ peer = null;
  #options;
  /** @type {MediaStream|null} */ #stream = null;
  #isSmall = false;
  /** Addresses found before the room knows of the connection. @type {(object|null)[]} */ #early = [];
  #isAnswered = false;

  /**
   * @param {object} options
   * @param {string} options.source `camera` or `screen`
   * @param {(frame: Frame) => void} options.send
   * @param {() => Promise<RTCIceServer[]>} options.relays
   * @param {HTMLElement} options.parts
   * @param {Outbox} options.outbox
   * @param {(word: string, how?: {aloud?: boolean}) => void} options.say
   */
  constructor(options) {
    this.source = options.source;
    this.#options = options;
    options.outbox.addEventListener("sent", (event) => {
      if (event instanceof CustomEvent && this.#isOurs(event.detail.act)) void this.#show();
    });
    for (const name of ["refused", "failed"]) {
      options.outbox.addEventListener(name, (event) => {
        if (event instanceof CustomEvent && this.#isOurs(event.detail.act)) this.#end();
      });
    }
  }

  /** The button: off when it is on; else a look at it first. */
  async press() {
    if (this.#stream) return this.#stop();
    const dialog = this.#options.parts.querySelector(`#${this.source}-preview`);
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    const stream = await (this.source === "camera" ? this.#tryCamera(dialog) : this.#tryScreen(dialog));
    if (!stream) return;
    this.#take(stream);
    const { source } = this;
    const sent = this.#options.outbox.add({ type: "picture.begin", data: { source }, kept: false });
    if (sent) return;
    this.#end();
    this.#options.say("picture-lost");
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (frame.type === "video.lost" && frame.code === "away") return this.#over("picture-away");
    if (frame.source !== this.source) return;
    if (frame.type === "video.answer") void this.#answered(frame.sdp);
    else if (frame.type === "video.ended") this.#ended(frame.why);
    else if (frame.of === "video.show") this.#over("picture-failed");
  }

  /** The line to the room is gone. */
  lose() {
    this.#over("picture-lost");
  }

  /** @param {{type: string, data: Record<string, any>}} act */
  #isOurs({ type, data }) {
    return type === "picture.begin" && data.source === this.source && this.#stream !== null;
  }

  // --- Looking at it first ---------------------------------------------------------------

  /** @param {HTMLDialogElement} dialog @returns {Promise<MediaStream|null>} */
  async #tryCamera(dialog) {
    const small = dialog.querySelector("[data-small]");
    const kilobits = Number(localStorage.getItem("talanoa.kilobits"));
    const isSlow = kilobits > 0 && kilobits < SLOW;
    dialog.querySelector("[data-slow]")?.toggleAttribute("hidden", !isSlow);
    const connection = /** @type {any} */ (navigator).connection;
    if (small instanceof HTMLInputElement) small.checked = isSlow || Boolean(connection?.saveData);
    const [width, height] = (this.#options.parts.dataset.cameraSize ?? "").split("x").map(Number);
    const asked = shownIn(dialog, () =>
      navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 15, max: 30 } },
      }),
    );
    const stream = await decided(dialog, asked);
    this.#isSmall = small instanceof HTMLInputElement && small.checked;
    return stream;
  }

  /** @param {HTMLDialogElement} dialog @returns {Promise<MediaStream|null>} */
  async #tryScreen(dialog) {
    const [width, height] = (this.#options.parts.dataset.screenSize ?? "").split("x").map(Number);
    const [, frames] = (this.#options.parts.dataset.screenRate ?? "").split(":").map(Number);
    const choose = dialog.querySelector("[data-choose]");
    const video = dialog.querySelector("video");
    const yes = dialog.querySelector("[data-yes]");
    /** @type {Promise<MediaStream|null>} */ let asked = Promise.resolve(null);
    video?.setAttribute("hidden", "");
    yes?.setAttribute("hidden", "");
    const pick = () => {
      void asked.then(stop);
      asked = shownIn(dialog, () =>
        navigator.mediaDevices.getDisplayMedia({
          video: { width: { max: width }, height: { max: height }, frameRate: { max: frames } },
          audio: false,
        }),
      );
      void asked.then((stream) => {
        video?.toggleAttribute("hidden", !stream);
        yes?.toggleAttribute("hidden", !stream);
      });
    };
    choose?.addEventListener("click", pick);
    const stream = await decided(dialog, () => asked);
    choose?.removeEventListener("click", pick);
    return stream;
  }

  // --- Showing it ------------------------------------------------------------------------

  /** @param {MediaStream} stream */
  #take(stream) {
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    track.contentHint = this.source === "screen" ? "detail" : "motion";
    // The browser's own button, or a camera that is pulled out.
    track.addEventListener("ended", () => {
      if (stream === this.#stream) this.#stop();
    });
    this.#mark(true);
  }

  async #show() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (!track) return;
    const iceServers = await this.#options.relays();
    if (!this.#stream) return;
    this.#hangUp();
    const peer = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.peer = peer;
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (peer !== this.peer) return;
      this.#early.push(candidate?.candidate ? candidate.toJSON() : null);
      this.#trickle();
    });
    peer.addEventListener("connectionstatechange", () => {
      if (peer !== this.peer) return;
      if (peer.connectionState === "connected") this.#options.say(`${this.source}-on`);
      else if (["failed", "closed"].includes(peer.connectionState)) this.#over("picture-lost");
    });
    const sender = peer.addTransceiver(track, {
      direction: "sendonly",
      streams: [this.#stream],
      sendEncodings: this.#encodings(),
    });
    const codecs = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
    sender.setCodecPreferences?.(codecs.filter(({ mimeType }) => /\/(vp8|rtx)$/i.test(mimeType)));
    await peer.setLocalDescription();
    if (peer !== this.peer) return;
    this.#options.send({ type: "video.show", source: this.source, sdp: peer.localDescription?.sdp });
  }

  /** @returns {RTCRtpEncodingParameters[]} */
  #encodings() {
    const { layers = "", screenRate = "" } = this.#options.parts.dataset;
    if (this.source === "screen") {
      const [maxBitrate, maxFramerate] = screenRate.split(":").map(Number);
      return [{ maxBitrate, maxFramerate }];
    }
    const sizes = layers.trim().split(" ").map((each) => each.split(":").map(Number));
    const kept = this.#isSmall ? sizes.slice(0, 1) : sizes;
    const names = ["l", "m", "h"];
    return kept.map(([scaleResolutionDownBy, maxBitrate, maxFramerate], at) => ({
      ...(kept.length > 1 ? { rid: names[at] } : {}),
      scaleResolutionDownBy,
      maxBitrate,
      maxFramerate,
    }));
  }

  /** @param {string} sdp */
  async #answered(sdp) {
    if (this.peer?.signalingState !== "have-local-offer") return;
    await this.peer.setRemoteDescription({ type: "answer", sdp });
    this.#isAnswered = true;
    this.#trickle();
  }

  #trickle() {
    if (!this.#isAnswered) return;
    for (const candidate of this.#early.splice(0)) {
      this.#options.send({ type: "video.trickle", of: this.source, candidate });
    }
  }

  // --- Ending it -------------------------------------------------------------------------

  #stop() {
    const { source } = this;
    this.#end();
    this.#options.say(`${source}-off`);
    this.#options.outbox.add({ type: "picture.end", data: { source }, kept: false });
  }

  /** @param {string} why */
  #ended(why) {
    this.#over(why === "stopped" ? `${this.source}-off` : `picture-${why}`);
  }

  /** @param {string} word what is said of it */
  #over(word) {
    if (!this.#stream) return;
    this.#end();
    this.#options.say(word);
  }

  #end() {
    this.#hangUp();
    stop(this.#stream);
    this.#stream = null;
    this.#mark(false);
  }

  #hangUp() {
    this.peer?.close();
    this.peer = null;
    this.#early = [];
    this.#isAnswered = false;
  }

  /** @param {boolean} isOn */
  #mark(isOn) {
    const button = document.querySelector(`[data-shows="${this.source}"]`);
    button?.setAttribute("aria-pressed", String(isOn));
    document.getElementById(`tile-own-${this.source}`)?.remove();
    if (!isOn) return;
    const tile = newTile(this.#options.parts);
    if (!tile) return;
    tile.id = `tile-own-${this.source}`;
    tile.classList.add("own", this.source);
    const name = tile.querySelector("b");
    if (name) name.textContent = words(`own-${this.source}`);
    const video = tile.querySelector("video");
    if (video) video.srcObject = this.#stream;
    document.getElementById("tiles")?.prepend(tile);
  }
}

/**
 * Ask the browser for a picture and show it in the dialog, or what stands in the way.
 *
 * @param {HTMLDialogElement} dialog @param {() => Promise<MediaStream>} ask
 * @returns {Promise<MediaStream|null>}
 */
async function shownIn(dialog, ask) {
  const problem = dialog.querySelector("[data-problem]");
  const video = dialog.querySelector("video");
  const yes = dialog.querySelector("[data-yes]");
  problem?.setAttribute("hidden", "");
  yes?.setAttribute("disabled", "");
  try {
    const stream = await ask();
    if (video) video.srcObject = stream;
    yes?.removeAttribute("disabled");
    return stream;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    if (problem) problem.textContent = words(CODES[name] ?? "no-webrtc");
    problem?.removeAttribute("hidden");
    return null;
  }
}

/**
 * The picture, if its owner wants it to be shown.
 *
 * @param {HTMLDialogElement} dialog
 * @param {Promise<MediaStream|null> | (() => Promise<MediaStream|null>)} asked
 */
function decided(dialog, asked) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((/** @type {(stream: MediaStream|null) => void} */ resolve) => {
    const closed = async () => {
      const stream = await (typeof asked === "function" ? asked() : asked);
      const video = dialog.querySelector("video");
      if (video) video.srcObject = null;
      if (dialog.returnValue === "yes") return resolve(stream);
      stop(stream);
      resolve(null);
    };
    dialog.addEventListener("close", () => void closed(), { once: true });
  });
}

/** @param {MediaStream|null} stream */
function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
