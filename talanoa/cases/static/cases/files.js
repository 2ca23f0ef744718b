/**
 * Send a file for a case with its progress; when it fails, what was typed and chosen stays.
 *
 * A file that is too large is not sent at all. The same form sent again adds the file once.
 */
import { setBusy } from "../ui/once.js";

const form = document.querySelector("form[data-case-file]");
const file = form?.querySelector("input[type=file]");
const bar = form?.querySelector("progress");
const large = form?.querySelector("[data-too-large]");
const lost = form?.querySelector("[data-not-sent]");

if (form instanceof HTMLFormElement && file instanceof HTMLInputElement && bar && large && lost) {
  const fits = () => {
    const size = file.files?.[0]?.size ?? 0;
    const isLarge = size > Number(form.dataset.mostBytes);
    large.toggleAttribute("hidden", !isLarge);
    return !isLarge;
  };
  file.addEventListener("change", fits);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!fits()) return;
    setBusy(form, true);
    bar.hidden = false;
    lost.toggleAttribute("hidden", true);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total));
    request.addEventListener("loadend", () => {
      // Accepted: it led to another page; refused: the answer is the form with the reason.
      if (request.status === 200) return location.assign(request.responseURL);
      setBusy(form, false);
      bar.hidden = true;
      lost.toggleAttribute("hidden", request.status !== 0);
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const reason = answer.querySelector("form[data-case-file] .error-summary, main .notice.error");
      form.querySelector(".error-summary, .notice.error")?.remove();
      if (reason) form.prepend(reason);
    });
    request.open("POST", location.href);
    request.send(new FormData(form));
  });
}
