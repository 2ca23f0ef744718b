// @ts-check
/** Ask for the microphone; what stands in the way is told as a stable code. */

/** @type {Record<string, string>} */
const MICROPHONE_CODES = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-microphone",
  OverconstrainedError: "no-microphone",
  NotReadableError: "microphone-busy",
  AbortError: "microphone-busy",
};

/**
 * Ask for the microphone as speech needs it.
 *
 * @returns {Promise<MediaStream>}
 * @throws {Error} whose message is a stable code
 */
export async function askForMicrophone() {
  if (!window.isSecureContext) throw new Error("insecure-context");
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("no-webrtc");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
      },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    throw new Error(MICROPHONE_CODES[name] ?? "microphone-failed");
  }
}

/** Milliseconds after which an unused microphone is given back to the system. */
const IDLE = 120000;

/** A microphone that is asked for when it is first needed, and given back when it is not. */
export class Microphone {
  /** @type {MediaStreamTrack | null} */ track = null;
  #ended;
  /** @type {number | undefined} */ #idle;

  /** @param {() => void} ended called when the system takes it away */
  constructor(ended) {
    this.#ended = ended;
  }

  /** Have it, silent still. @throws {Error} as `askForMicrophone` */
  async take() {
    window.clearTimeout(this.#idle);
    if (this.track) return;
    const [track] = (await askForMicrophone()).getAudioTracks();
    track.enabled = false;
    track.addEventListener("ended", () => {
      if (track !== this.track) return;
      this.track = null;
      this.#ended();
    });
    this.track = track;
  }

  /** Silent at once; after a while without use it is given back. */
  rest() {
    if (this.track) this.track.enabled = false;
    window.clearTimeout(this.#idle);
    this.#idle = window.setTimeout(() => this.giveBack(), IDLE);
  }

  giveBack() {
    window.clearTimeout(this.#idle);
    const track = this.track;
    this.track = null;
    track?.stop();
  }
}
