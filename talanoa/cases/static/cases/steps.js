/**
 * The facilitator's buttons for the steps of a case.
 *
 * The button for the next step stands where that for this one stood: a second press within
 * the same moment was meant for the first, and is left out.
 */
const MOMENT = 700;
const form = document.getElementById("act-case-step");
let moved = 0;

document.addEventListener("talanoa:patched", (event) => {
  if (event.target instanceof Element && event.target.id === "case-steps") moved = Date.now();
});
form?.addEventListener("talanoa:act", (event) => {
  if (Date.now() - moved < MOMENT) event.preventDefault();
});
form?.addEventListener("talanoa:taken", () => {
  document.querySelector("#case-steps details[open]")?.removeAttribute("open");
});
