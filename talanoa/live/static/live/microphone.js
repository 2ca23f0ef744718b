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
