/**
 * Send a form's file with its progress, and again by itself when the connection fails.
 *
 * `<form data-sends-file data-most-bytes="…" data-pieces="…">` includes `cases/_sends_file.html`.
 * What was typed and chosen stays in the page; a file that is too large is not sent at all. The
 * form carries an id of its own, so that the server keeps the file once, however often it is sent.
 * A large file goes in pieces to the address in `data-pieces`, from where it broke off, and the
 * form then names it (`upload`). Without a file the form is sent as any other.
 */
import { setBusy } from "../ui/once.js";
import { Lost, isWorthPieces, request, sendPieces } from "./pieces.js";

/** Seconds before each new try; the last counts for all that follow. */
const AGAIN_AFTER = [5, 15, 30, 60];
const GONE = 410;

for (const form of document.querySelectorAll("form[data-sends-file]")) {
  const file = form.querySelector("input[type=file]");
  if (form instanceof HTMLFormElement && file instanceof HTMLInputElement) follow(form, file);
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} file */
function follow(form, file) {
  const bar = form.querySelector("progress");
  const large = form.querySelector("[data-too-large]");
  const lost = form.querySelector("[data-not-sent]");
  const goesOn = form.querySelector("[data-goes-on]");
  /** Files of which the server has all, by their digest. @type {WeakMap<File, string>} */
  const whole = new WeakMap();
  /** Files that it will not have in pieces. @type {WeakSet<File>} */
  const undivided = new WeakSet();
  let tries = 0;
  let waits = 0;
  /** @type {Element | null | undefined} */
  let reason;

  function fits() {
    const isLarge = (file.files?.[0]?.size ?? 0) > Number(form.dataset.mostBytes);
    large?.toggleAttribute("hidden", !isLarge);
    return !isLarge;
  }

  /** @param {File} chosen */
  function goesInPieces(chosen) {
    return Boolean(form.dataset.pieces) && isWorthPieces(chosen) && !undivided.has(chosen);
  }

  /** @param {boolean} isSending @param {File} [notSent] */
  function show(isSending, notSent) {
    setBusy(form, isSending);
    if (bar) bar.hidden = !isSending;
    lost?.toggleAttribute("hidden", !notSent);
    goesOn?.toggleAttribute("hidden", !notSent || !goesInPieces(notSent));
  }

  /** @param {number} share */
  function progress(share) {
    if (bar) bar.value = share;
  }

  function again() {
    window.clearTimeout(waits);
    waits = 0;
    if (file.files?.length) form.requestSubmit();
  }

  /** @param {File} chosen @returns {Promise<XMLHttpRequest>} */
  async function send(chosen) {
    const body = new FormData(form);
    const known = whole.get(chosen);
    let digest = known;
    if (!known && goesInPieces(chosen)) {
      const token = String(body.get("csrfmiddlewaretoken"));
      const to = form.dataset.pieces ?? "";
      const sent = await sendPieces(chosen, to, token, (share, hasArrived) => {
        if (hasArrived) tries = 0;
        progress(share);
      });
      digest = sent.digest;
      if (sent.isWhole) whole.set(chosen, digest);
    }
    if (digest) {
      body.delete(file.name);
      body.set("upload", digest);
    }
    const answer = await request("POST", form.getAttribute("action") || location.href, {
      body,
      onProgress: (loaded, total) => digest || progress(loaded / total),
    });
    if (answer.status !== GONE) return answer;
    // Its day was over: it begins again. What came just now and is not there comes with the form.
    whole.delete(chosen);
    if (!known) undivided.add(chosen);
    return send(chosen);
  }

  file.addEventListener("change", () => {
    progress(0);
    fits();
  });
  window.addEventListener("online", () => waits && again());
  form.addEventListener("submit", async (event) => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    event.preventDefault();
    window.clearTimeout(waits);
    waits = 0;
    if (!fits()) return;
    show(true);
    try {
      const answer = await send(chosen);
      // Accepted: it led to another page; refused: the answer is the form with the reason.
      if (answer.status === 200) return location.assign(answer.responseURL);
      show(false);
      const read = new DOMParser().parseFromString(answer.responseText, "text/html");
      form.querySelector(".error-summary, .notice.error")?.remove();
      reason?.remove();
      reason =
        read.querySelector("form[data-sends-file] .error-summary, main .notice.error") ??
        // A page of its own says why, when it is not about what was typed.
        read.querySelector("main.narrow .lead");
      if (reason) form.prepend(reason);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      show(false, chosen);
      waits = window.setTimeout(again, 1000 * (AGAIN_AFTER[tries++] ?? AGAIN_AFTER[AGAIN_AFTER.length - 1]));
    }
  });
}
