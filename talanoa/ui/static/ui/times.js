/**
 * Say a moment in the reader's own zone, only where the server did not know that zone.
 *
 * `<time datetime="…" data-local></time>` is filled in; `<input data-zone>` receives the
 * device's zone, so that a form can tell the server.
 */

/** @param {ParentNode} root */
export function localise(root) {
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const written = new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "long",
    numberingSystem: "latn",
  });
  for (const time of root.querySelectorAll("time[data-local]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (!Number.isNaN(at.getTime())) time.textContent = written.format(at);
  }
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of root.querySelectorAll("input[data-zone]")) {
    if (input instanceof HTMLInputElement && zone) input.value = zone;
  }
}

/** Tell the server the zone of a first visit; `talanoa.people.middleware` reads it. */
function tellZone() {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.cookie.includes("talanoa_zone=")) return;
  const safely = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `talanoa_zone=${zone}; path=/; max-age=31536000; samesite=lax${safely}`;
}

localise(document);
tellZone();
