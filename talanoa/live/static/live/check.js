/** The check before entering: run it, and remember on this device how it went. */
import { deviceCheck } from "./devices.js";

const REMEMBERED = "talanoa.check";
/** Sound goes through a relay as well; that a hub has none says nothing of this network. */
const GOOD = new Set(["ok", "relay", "relay-only", "no-relay"]);
/** Kilobits a second, by which the room chooses where to begin. */
const MEASURED = "talanoa.kilobits";

const root = document.getElementById("check");
if (root) {
  root.hidden = false;
  deviceCheck(root, { socketUrl: root.dataset.socket, probeUrl: root.dataset.probe ?? "" });
  showLastTime(root);
  /** @type {Map<string, string>} */ const results = new Map();
  root.addEventListener("talanoa:check", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { step, code, value } = event.detail;
    if (step === "connection" && value !== undefined) localStorage.setItem(MEASURED, String(value));
    if (code === "running" || code === "asked") return;
    results.set(step, code);
    const good = [...results.values()].every((each) => GOOD.has(each));
    localStorage.setItem(REMEMBERED, good ? "ok" : "trouble");
  });
}

/** @param {HTMLElement} root */
function showLastTime(root) {
  const last = localStorage.getItem(REMEMBERED);
  root.querySelector(`[data-last="${last === "ok" ? "ok" : last ? "trouble" : ""}"]`)?.removeAttribute("hidden");
}
