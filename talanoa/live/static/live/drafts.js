/** Beside a draft of captions: press a line's time, and the sound above is heard from there. */

const sound = document.querySelector(".draft-sound");

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest(".draft-at") : null;
  if (!(pressed instanceof HTMLElement) || !(sound instanceof HTMLAudioElement)) return;
  event.preventDefault();
  sound.currentTime = Number(pressed.dataset.from);
  sound.play().catch(() => {
    // The browser's own controls say what is wrong.
  });
});
