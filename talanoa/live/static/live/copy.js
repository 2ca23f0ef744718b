/** Copy what stands in a field, where the browser lets us. */

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.getAttribute("data-copies") ?? "");
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
  button.toggleAttribute("hidden", !navigator.clipboard);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.parentElement?.querySelector("[data-copied]")?.removeAttribute("hidden");
  });
  field.addEventListener("focus", () => field.select());
}
