/** Upload slides with their progress, refuse at once what is too large, follow their making. */
import { setBusy } from "../ui/once.js";

const EVERY = 2000;

const form = document.querySelector("form[data-upload]");
if (form instanceof HTMLFormElement) upload(form);
follow();

/** @param {HTMLFormElement} form */
function upload(form) {
  const file = form.querySelector("input[type=file]");
  const title = form.querySelector("input[name=title]");
  const problem = form.querySelector("[data-file-problem]");
  const bar = form.querySelector("progress");
  if (!(file instanceof HTMLInputElement) || !(title instanceof HTMLInputElement) || !problem || !bar) return;

  function judge() {
    const chosen = file instanceof HTMLInputElement ? file.files?.[0] : undefined;
    const most = file instanceof HTMLInputElement ? Number(file.dataset.mostBytes) : 0;
    const large = Boolean(chosen && chosen.size > most);
    if (problem) problem.textContent = large ? form?.getAttribute("data-too-large") ?? "" : "";
    problem?.toggleAttribute("hidden", !large);
    return !large;
  }
  file.addEventListener("change", () => {
    const name = file.files?.[0]?.name ?? "";
    if (judge() && name && !title.value) title.value = name.replace(/\.pdf$/i, "").slice(0, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!judge()) return;
    setBusy(form, true);
    bar.hidden = false;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total));
    request.addEventListener("loadend", () => {
      // Accepted: it led to another page; refused: the answer is the form with the reason.
      if (request.status === 200) return location.assign(request.responseURL);
      setBusy(form, false);
      bar.hidden = true;
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const fresh = answer.querySelector("form[data-upload]");
      const reason = fresh?.querySelector(".error-summary") ?? answer.querySelector("main .notice.error");
      form.querySelector(".error-summary, .notice.error")?.remove();
      if (reason) form.prepend(reason);
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

function follow() {
  window.setInterval(async () => {
    const list = document.getElementById("decks");
    if (!list?.hasAttribute("data-making") || document.hidden) return;
    const answer = await fetch(list.dataset.progress ?? "").catch(() => null);
    if (!answer?.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const fresh = template.content.querySelector("#decks");
    if (fresh) list.replaceWith(fresh);
  }, EVERY);
}
