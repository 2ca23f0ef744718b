// @ts-check
/**
 * The check before entering: can this browser hear, speak and reach us?
 *
 * The page marks what it has; everything but the root is optional:
 *
 *   data-check="STEP"            a button that runs one step; "all" runs those that need no ear
 *   data-result="STEP"           where its result shows: of its children with data-code, the one
 *                                whose code came is shown and the others are hidden
 *   data-value                   inside such a child: filled with the number that came
 *   data-level                   a <meter> from 0 to 1, moved by the microphone
 *   data-heard="yes" or "no"     buttons that answer whether the tone was heard
 *
 * Steps and their codes, `ok` apart:
 *   secure      insecure-context
 *   webrtc      no-webrtc
 *   microphone  permission-denied, no-microphone, microphone-busy, microphone-failed, no-sound-in
 *   speaker     no-webaudio, not-heard; `asked` while the page waits for the answer
 *   socket      socket-failed                                  value: milliseconds to open
 *   connection  unreachable, slow, too-slow                    values: roundTrip ms, kilobits a second
 *   network     relay, relay-only, blocked, no-relay, no-webrtc, unknown
 *   media       ice-failed, and the codes of docs/live-sound.md
 * and `running` for each. Every result is also a `talanoa:check` event on the root with
 * {step, code, value}. No words stand here.
 */

import { askForMicrophone } from "./microphone.js";
import { checkNetwork } from "./network_check.js";

/** @typedef {import("./sound.js").Sound} Sound */
/** @typedef {{code: string, value?: number, roundTrip?: number}} Result */

/**
 * @typedef {object} CheckOptions
 * @property {string} [socketUrl] a WebSocket that may be opened and closed at once
 * @property {string} probeUrl a file of ours that does not compress
 * @property {Sound} [sound] joins for a moment to see whether media arrives
 */

/** Milliseconds to listen for the microphone. */
const LISTEN = 4000;
/** Loudness (root mean square, 0 to 1) above which there is sound in. */
const AUDIBLE = 0.01;
const SOCKET_WITHIN = 5000;
const PROBE_WITHIN = 8000;
const MEDIA_WITHIN = 10000;
/** Kilobits a second: an hour of sound and slides needs 64; sound by itself about 40. */
const ENOUGH = 64;
const BARELY = 40;

/**
 * @param {HTMLElement} root
 * @param {CheckOptions} options
 */
export function deviceCheck(root, options) {
  /** @type {Record<string, () => Promise<Result>>} */
  const steps = {
    secure: async () => ({ code: window.isSecureContext ? "ok" : "insecure-context" }),
    webrtc: async () => ({ code: "RTCPeerConnection" in window ? "ok" : "no-webrtc" }),
    microphone: () => checkMicrophone((level) => showLevel(root, level)),
    speaker: playTone,
    socket: () => checkSocket(options.socketUrl ?? ""),
    connection: () => checkConnection(options.probeUrl),
    network: () => checkNetwork(options.socketUrl ?? ""),
    media: () => checkMedia(options.sound),
  };
  const running = new Set();

  /** @param {string} step */
  const run = async (step) => {
    if (running.has(step)) return;
    running.add(step);
    show(root, step, { code: "running" });
    show(root, step, await steps[step]());
    running.delete(step);
  };
  const all = async () => {
    await Promise.all([run("secure"), run("webrtc"), run("microphone")]);
    if (options.socketUrl) await run("socket");
    await run("connection");
    if (options.socketUrl && root.querySelector('[data-result="network"]')) await run("network");
    if (options.sound) await run("media");
  };

  root.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const check = event.target.closest("[data-check]")?.getAttribute("data-check");
    const heard = event.target.closest("[data-heard]")?.getAttribute("data-heard");
    if (check === "all") void all();
    else if (check && check in steps) void run(check);
    else if (heard) show(root, "speaker", { code: heard === "yes" ? "ok" : "not-heard" });
  });
}

/**
 * @param {(level: number) => void} tellLevel hears the loudness, 0 to 1, as it changes
 * @returns {Promise<Result>}
 */
async function checkMicrophone(tellLevel) {
  let stream;
  try {
    stream = await askForMicrophone();
  } catch (error) {
    return { code: error instanceof Error ? error.message : "microphone-failed" };
  }
  const context = new AudioContext();
  try {
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const loudest = await listen(analyser, tellLevel);
    return { code: loudest > AUDIBLE ? "ok" : "no-sound-in", value: loudest };
  } finally {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    tellLevel(0);
  }
}

/**
 * @param {AnalyserNode} analyser
 * @param {(level: number) => void} tellLevel
 */
async function listen(analyser, tellLevel) {
  const samples = new Float32Array(analyser.fftSize);
  const end = performance.now() + LISTEN;
  let loudest = 0;
  while (performance.now() < end) {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
    loudest = Math.max(loudest, level);
    tellLevel(Math.min(1, level * 5));
    await pause(50);
  }
  return loudest;
}

/**
 * Two short notes, softly begun and ended.
 *
 * @returns {Promise<Result>}
 */
async function playTone() {
  if (!("AudioContext" in window)) return { code: "no-webaudio" };
  const context = new AudioContext();
  await context.resume();
  const start = context.currentTime + 0.05;
  for (const [after, hertz] of [[0, 440], [0.35, 660]]) {
    const tone = new OscillatorNode(context, { frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    tone.connect(volume).connect(context.destination);
    volume.gain.setValueAtTime(0, start + after);
    volume.gain.linearRampToValueAtTime(0.2, start + after + 0.03);
    volume.gain.linearRampToValueAtTime(0, start + after + 0.3);
    tone.start(start + after);
    tone.stop(start + after + 0.3);
  }
  await pause(900);
  await context.close();
  return { code: "asked" };
}

/**
 * @param {string} url
 * @returns {Promise<Result>}
 */
function checkSocket(url) {
  const started = performance.now();
  return new Promise((done) => {
    const socket = new WebSocket(url);
    const finish = (/** @type {Result} */ result) => {
      window.clearTimeout(timer);
      socket.close();
      done(result);
    };
    const timer = window.setTimeout(() => finish({ code: "socket-failed" }), SOCKET_WITHIN);
    socket.addEventListener("error", () => finish({ code: "socket-failed" }));
    socket.addEventListener("open", () => {
      finish({ code: "ok", value: Math.round(performance.now() - started) });
    });
  });
}

/**
 * The time there and back is the shortest of three requests for nothing, after a first one
 * that opens the connection; the rate is at least what the probe came at.
 *
 * @param {string} url
 * @returns {Promise<Result>}
 */
async function checkConnection(url) {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), PROBE_WITHIN);
  try {
    const roundTrip = await shortestRoundTrip(url, stop.signal);
    const rate = await probe(url, stop.signal);
    const code = rate >= ENOUGH ? "ok" : rate >= BARELY ? "slow" : "too-slow";
    return { code, value: Math.round(rate), roundTrip: Math.round(roundTrip) };
  } catch {
    return { code: "unreachable" };
  } finally {
    window.clearTimeout(timer);
  }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function shortestRoundTrip(url, signal) {
  let shortest = Infinity;
  for (let turn = 0; turn < 4; turn += 1) {
    const started = performance.now();
    const answer = await fetch(url, { method: "HEAD", cache: "no-store", signal });
    if (!answer.ok) throw new Error("unreachable");
    if (turn > 0) shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<number>} kilobits a second, also when time ran out half way
 */
async function probe(url, signal) {
  const started = performance.now();
  const answer = await fetch(url, { cache: "no-store", signal });
  const reader = answer.body?.getReader();
  let bytes = 0;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.length;
    }
  } catch (error) {
    if (!signal.aborted || bytes === 0) throw error;
  }
  return (bytes * 8) / (performance.now() - started);
}

/**
 * @param {Sound | undefined} sound
 * @returns {Promise<Result>}
 */
async function checkMedia(sound) {
  if (!sound) return { code: "no-webrtc" };
  const was = sound.state;
  /** @type {string} */
  let code = "ice-failed";
  const heard = (/** @type {Event} */ event) => {
    if (event instanceof CustomEvent && event.detail.code) code = event.detail.code;
  };
  sound.addEventListener("state", heard);
  if (was === "idle") sound.join();
  try {
    const end = performance.now() + MEDIA_WITHIN;
    while (performance.now() < end) {
      const { packets, roundTrip } = await sound.stats();
      if (packets > 0) return { code: "ok", value: Math.round(roundTrip * 1000) };
      await pause(200);
    }
    return { code };
  } finally {
    sound.removeEventListener("state", heard);
    if (was === "idle") sound.leave();
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} step
 * @param {Result} result
 */
function show(root, step, result) {
  const place = root.querySelector(`[data-result="${step}"]`);
  for (const child of place?.querySelectorAll("[data-code]") ?? []) {
    const shown = child.getAttribute("data-code") === result.code;
    child.toggleAttribute("hidden", !shown);
    if (!shown) continue;
    for (const slot of child.querySelectorAll("[data-value]")) {
      const value = slot.getAttribute("data-value") === "roundTrip" ? result.roundTrip : result.value;
      slot.textContent = value === undefined ? "" : new Intl.NumberFormat(root.lang || undefined).format(value);
    }
  }
  root.dispatchEvent(new CustomEvent("talanoa:check", { bubbles: true, detail: { step, ...result } }));
}

/**
 * @param {HTMLElement} root
 * @param {number} level
 */
function showLevel(root, level) {
  const meter = root.querySelector("[data-level]");
  if (meter instanceof HTMLMeterElement) meter.value = level;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((done) => window.setTimeout(done, milliseconds));
}
