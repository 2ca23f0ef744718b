/**
 * Send a large file in pieces, so that a link that breaks costs one piece and not the file.
 *
 * The server says how far a file has come that has this content, from this person, for this form:
 * also after the page was closed, for a day, once the same file is chosen again.
 */

/** Bytes of a piece: eight seconds at 64 kbit/s, for which one process of pages may be busy with it. */
const PIECE = 64 * 1024;
/** Up to this many bytes a file goes with its form: there would be little to go on with. */
const UNDIVIDED = 128 * 1024;

/** The connection failed: what has come is kept. */
export class Lost extends Error {}

/** @param {File} file */
export const isWorthPieces = (file) => file.size > UNDIVIDED && Boolean(window.crypto?.subtle);

/**
 * Whether all of it is there is for the server to say: it is asked with the form in any case, which
 * also says why the file may not be sent.
 *
 * @param {File} file
 * @param {string} address Where pieces go.
 * @param {string} token The form's own, against forgery.
 * @param {(share: number, hasArrived: boolean) => void} onProgress
 * @returns {Promise<{digest: string, isWhole: boolean}>}
 */
export async function sendPieces(file, address, token, onProgress) {
  const bytes = await file.arrayBuffer().catch(() => Promise.reject(new Lost()));
  const digest = hexadecimal(await crypto.subtle.digest("SHA-256", bytes));
  const url = `${address}?of=${digest}`;
  const begins = offsetOf(await request("GET", url));
  let held = begins;
  while (held !== null && held < file.size) {
    const from = held;
    onProgress(from / file.size, from !== begins);
    const headers = {
      "Content-Type": "application/octet-stream",
      "Upload-Length": String(file.size),
      "Upload-Offset": String(from),
      "X-CSRFToken": token,
    };
    const answer = await request("PATCH", url, {
      headers,
      body: file.slice(from, from + PIECE),
      onProgress: (loaded) => onProgress((from + loaded) / file.size, false),
    });
    held = offsetOf(answer);
    if (held === from) break;
  }
  return { digest, isWhole: held === file.size };
}

/**
 * Ask the server something; a connection that fails, and a server that does, throw `Lost`.
 *
 * @param {string} method @param {string} url
 * @param {{headers?: Record<string, string>, body?: Blob | FormData,
 *   onProgress?: (loaded: number, total: number) => void}} options
 * @returns {Promise<XMLHttpRequest>}
 */
export function request(method, url, { headers = {}, body, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.upload.addEventListener("progress", ({ loaded, total }) => onProgress?.(loaded, total));
    asked.addEventListener("loadend", () => {
      if (asked.status === 0 || asked.status >= 500) reject(new Lost());
      else resolve(asked);
    });
    asked.open(method, url);
    for (const [name, value] of Object.entries(headers)) asked.setRequestHeader(name, value);
    asked.send(body);
  });
}

/** How much is there, or `null` when pieces are not taken. @param {XMLHttpRequest} answer */
function offsetOf(answer) {
  const told = answer.getResponseHeader("Upload-Offset");
  return told === null ? null : Number(told);
}

/** @param {ArrayBuffer} bytes */
const hexadecimal = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
