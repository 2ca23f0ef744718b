/** The smallest page with the check before entering. */
import { deviceCheck } from "./devices.js";

const root = document.getElementById("check");
const options = new URLSearchParams(location.search);
window.results = [];
root.addEventListener("talanoa:check", ({ detail }) => window.results.push(detail));
deviceCheck(root, {
  socketUrl: options.get("socket") ?? `ws://${location.host}/socket`,
  probeUrl: options.get("probe") ?? "/probe.bin",
});
