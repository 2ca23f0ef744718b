/**
 * Captions beside the recording: on and off, in a language and a size, as the sound goes on; all
 * of them to read, to search and to go to.
 *
 * Like the player it also stands inside the page that is taken along. There every line is in the
 * page; elsewhere a language is asked for once somebody wants it.
 */

const KEPT = "talanoa.keep.captions";
const TYPES = "input:not([type=range]), select, textarea, [contenteditable]";
const CHOSEN = /** @type {const} */ (["shown", "size", "language"]);

/** As lines are searched: no case, no accents, no Arabic vowel signs. @param {string} text */
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\p{M}\u0640]/gu, "");
}

/** What was chosen on this device. @returns {Record<string, unknown>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** What captions need of a player; nothing where it has none. @param {HTMLElement} player */
function partsOf(player) {
  /** @param {string} name */
  const find = (name) => player.querySelector(name);
  const [part, strip] = [find("[data-captions]"), find("[data-strip]")];
  const [toggle, lost] = [find("[data-do=captions]"), find(".player-lost")];
  const [language, size] = [find("[data-do=language]"), find("[data-do=size]")];
  const [search, all, box] = [find("[data-do=find]"), find(".player-said"), find(".player-lines")];
  if (!(part instanceof HTMLElement) || !(strip instanceof HTMLElement)) return null;
  if (!(language instanceof HTMLSelectElement) || !(size instanceof HTMLSelectElement)) return null;
  if (!(search instanceof HTMLInputElement) || !(all instanceof HTMLDetailsElement)) return null;
  if (!toggle || !lost || !box) return null;
  return { player, part, strip, toggle, lost, language, size, field: search, all, box };
}

/** @param {NonNullable<ReturnType<typeof partsOf>>} parts */
function caption({ player, part, strip, toggle, lost, language, size, field, all, box }) {
  const seek = player.querySelector("[data-do=seek]");
  const lists = [...player.querySelectorAll("[data-lines]")];
  let at = seek instanceof HTMLInputElement ? Number(seek.value) : 0;
  /** @type {Element | undefined} */ let current;

  const isShown = () => part.dataset.shown === "yes";
  const list = () => lists.find((each) => each.getAttribute("data-lines") === language.value);
  const lines = () => [...(list()?.children ?? [])];
  /** @param {Element} line @param {string} name */
  const offset = (line, name) => Number(line.getAttribute(`data-${name}`));

  /** @param {Record<string, unknown>} chosen */
  function take(chosen) {
    if (chosen.shown === "yes" || chosen.shown === "no") part.dataset.shown = chosen.shown;
    for (const list of [language, size]) {
      const value = chosen[list === size ? "size" : "language"];
      if ([...list.options].some((option) => option.value === value)) list.value = String(value);
    }
  }

  function draw() {
    part.dataset.size = size.value;
    part.dataset.language = language.value;
    toggle.setAttribute("aria-pressed", String(isShown()));
    Object.assign(strip.dataset, { size: size.value, colours: part.dataset.colours });
    strip.hidden = !isShown();
    strip.lang = language.value;
    for (const each of lists) each.toggleAttribute("hidden", each !== list());
    void fetchLines();
    follow();
    search();
  }

  function choose() {
    draw();
    const chosen = Object.fromEntries(CHOSEN.map((name) => [name, part.dataset[name]]));
    try {
      localStorage.setItem(KEPT, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing shows captions all the same.
    }
  }

  async function fetchLines() {
    const place = list();
    const address = place?.getAttribute("data-address");
    if (!place || !address || !(isShown() || all.open)) return;
    place.removeAttribute("data-address");
    const answer = await fetch(address).catch(() => null);
    const isThere = answer?.ok && !answer.redirected;
    lost.toggleAttribute("hidden", Boolean(isThere));
    if (!isThere) return place.setAttribute("data-address", address);
    place.innerHTML = await answer.text();
    follow();
    search();
  }

  /** The line that is said now, and the list beside it, unless somebody reads elsewhere in it. */
  function follow() {
    const last = lines().findLast((line) => offset(line, "begins") <= at + 0.05);
    const now = last && offset(last, "ends") > at ? last : undefined;
    if (now !== current || !strip.childNodes.length) {
      const said = now?.querySelector("[data-said]")?.cloneNode(true);
      strip.replaceChildren(...(said ? [said] : []));
    }
    if (last?.getAttribute("aria-current") !== "true") {
      for (const line of part.querySelectorAll("[aria-current]")) line.removeAttribute("aria-current");
      last?.setAttribute("aria-current", "true");
      if (last && !field.value && !box.matches(":hover, :focus-within")) bring(last);
    }
    current = now;
  }

  /** Within its list alone: the page stays where it is. @param {Element} line */
  function bring(line) {
    const [outer, inner] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
    box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }

  function search() {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let number = 0;
    for (const line of lines()) {
      const text = folded(line.querySelector("[data-said]")?.textContent ?? "");
      const isFound = words.every((word) => text.includes(word));
      line.toggleAttribute("hidden", !isFound);
      if (isFound) number += 1;
    }
    const say = part.querySelector("[data-say=found]")?.innerHTML ?? "";
    const found = part.querySelector("[data-found]");
    if (found) found.textContent = words.length ? say.replace("{number}", String(number)) : "";
  }

  /** @param {Element | null | undefined} line */
  function goTo(line) {
    if (!line) return;
    player.dispatchEvent(new CustomEvent("talanoa:go", { detail: offset(line, "begins") }));
  }

  function turn() {
    part.dataset.shown = isShown() ? "no" : "yes";
    choose();
  }

  player.addEventListener("talanoa:at", (event) => {
    if (!(event instanceof CustomEvent)) return;
    at = event.detail;
    follow();
  });
  toggle.addEventListener("click", turn);
  language.addEventListener("change", choose);
  size.addEventListener("change", choose);
  all.addEventListener("toggle", () => {
    void fetchLines();
    if (all.open && current) bring(current);
  });
  part.querySelector("[data-do=again]")?.addEventListener("click", () => void fetchLines());
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && field.value) goTo(lines().find((line) => !line.hasAttribute("hidden")));
  });
  box.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    event.preventDefault();
    goTo(link.closest("li"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "c" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest(TYPES)) return;
    turn();
  });

  toggle.removeAttribute("hidden");
  for (const own of part.querySelectorAll(".player-choice, .player-find")) own.removeAttribute("hidden");
  part.querySelector(".player-unscripted")?.setAttribute("hidden", "");
  take(kept());
  draw();
}

for (const player of document.querySelectorAll("[data-player]")) {
  const parts = player instanceof HTMLElement ? partsOf(player) : null;
  if (parts) caption(parts);
}
