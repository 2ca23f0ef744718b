/** At the door: ask every few seconds whether one may come in, and go in then. */

const ASK_EVERY = 4000;

const lobby = document.getElementById("lobby");

/** @param {string} state */
function show(state) {
  for (const words of lobby?.querySelectorAll("[data-lobby]") ?? []) {
    words.toggleAttribute("hidden", words.getAttribute("data-lobby") !== state);
  }
}

async function ask() {
  const { door = "", room = "" } = lobby?.dataset ?? {};
  const answer = await fetch(door, { cache: "no-store" }).catch(() => null);
  if (!answer || answer.status >= 500) show("cut");
  else if (answer.status === 204) show("waiting");
  else return location.replace(room); // let in, sent away or signed out: the room's page says which
  // Not all at the same moment: those who wait have often come together.
  window.setTimeout(ask, ASK_EVERY * (0.75 + Math.random() / 2));
}

if (lobby) {
  show("waiting");
  window.setTimeout(ask, ASK_EVERY * Math.random());
}
