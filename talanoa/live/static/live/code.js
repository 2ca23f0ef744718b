/**
 * The check-in code renews itself where it is shown: alone on a projector, or in the run of show.
 *
 * `data-code-from` says where it is asked for. It is asked often enough that one shown is always
 * taken, and that those who have come are counted while one looks.
 */
const EVERY = 5000;

for (const place of document.querySelectorAll("[data-code-from]")) {
  if (place instanceof HTMLElement) window.setInterval(() => void renew(place), EVERY);
}

/** @param {HTMLElement} place */
async function renew(place) {
  if (document.hidden) return;
  const answer = await fetch(`${place.dataset.codeFrom}?part`, { credentials: "same-origin" }).catch(
    () => null,
  );
  if (!answer?.ok || answer.redirected) return;
  const fresh = await answer.text();
  if (fresh.trim() !== place.dataset.last) {
    place.dataset.last = fresh.trim();
    place.innerHTML = fresh;
  }
}
