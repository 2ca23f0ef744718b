/**
 * The tools of hosts come into the open page, and go from it, when somebody is made a co-host; so
 * does the booth of whoever is named as an interpreter.
 *
 * What only hosts have is marked `data-host-part` and has an id. The page is asked for once more
 * and those parts are taken over from it; everything else, sound and drafts too, stays as it is.
 */
import { announce, words } from "./announce.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */

const RETRY_AFTER = 3000;
const STANDING = ["hosting", "leading", "presenting"];

/** @param {{link: RoomLink}} room */
export function hosting({ link }) {
  /** Parts taken away, whose scripts have run and know them. @type {Map<string, Element>} */
  const aside = new Map();
  let asked = 0;

  link.addEventListener("entry", (event) => {
    const kind = event instanceof CustomEvent ? event.detail.kind : "";
    const hasBooths = Boolean(document.getElementById("booths"));
    // The first language of a session brings its hosts the booths.
    const isFirst = kind === "channels.set" && !hasBooths && document.body.classList.contains("hosting");
    if (kind === "hosting.changed" || isFirst) void refresh();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-opens]") : null;
    const name = opener?.getAttribute("data-opens");
    const tab = name && document.querySelector(`.room-tabs a[href="${name}"]`);
    if (!(tab instanceof HTMLElement)) return;
    event.preventDefault();
    tab.click();
  });

  async function refresh() {
    const own = ++asked;
    const fresh = await fetched(link);
    if (own !== asked) return;
    if (!fresh) {
      window.setTimeout(() => own === asked && void refresh(), RETRY_AFTER);
      return;
    }
    takeOver(fresh, aside);
  }
}

/**
 * The page as it is now, no older than what has been seen of the log.
 *
 * @param {RoomLink} link @returns {Promise<Document|null>}
 */
async function fetched(link) {
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!answer?.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (Number(page.getElementById("room")?.dataset.seq) >= link.seq) return page;
  }
  return null;
}

/** @param {Document} fresh @param {Map<string, Element>} aside */
function takeOver(fresh, aside) {
  const isHost = () => document.body.classList.contains("hosting");
  const was = isHost();
  for (const name of STANDING) {
    document.body.classList.toggle(name, fresh.body.classList.contains(name));
  }
  for (const part of document.querySelectorAll("[data-host-part]")) {
    if (fresh.getElementById(part.id)) continue;
    aside.set(part.id, part);
    const place = part.parentElement;
    part.remove();
    if (place?.id) dress(place, fresh.getElementById(place.id));
  }
  for (const part of fresh.querySelectorAll("[data-host-part]")) {
    if (!document.getElementById(part.id)) insert(part, aside);
  }
  if (isHost() !== was) announce(words(was ? "not-hosting" : "hosting"));
}

/** @param {Element} part of the page as fetched @param {Map<string, Element>} aside */
function insert(part, aside) {
  const place = part.parentElement && like(part.parentElement);
  if (!place) return;
  const kept = part.querySelector("script") ? aside.get(part.id) : null;
  if (place.id) dress(place, part.parentElement);
  const own = kept ?? withScripts(document.importNode(part, true));
  let next = part.nextElementSibling;
  while (next && !(next.id && document.getElementById(next.id)?.parentElement === place)) {
    next = next.nextElementSibling;
  }
  place.insertBefore(own, next ? document.getElementById(next.id) : null);
  own.dispatchEvent(new CustomEvent("talanoa:patched", { bubbles: true, detail: { action: "host" } }));
}

/** Some places show by their class what is in them. @param {Element} place @param {Element|null} now */
function dress(place, now) {
  if (now) place.className = now.className;
}

/** The element of the open page in the same place. @param {Element} element */
function like(element) {
  if (element.id) return document.getElementById(element.id);
  const classes = [...element.classList].filter((name) => !STANDING.includes(name));
  const names = element === element.ownerDocument.body ? [] : classes;
  return document.querySelector([element.localName, ...names].join("."));
}

/** A script that was parsed elsewhere runs when it is made anew. @param {Element} part */
function withScripts(part) {
  for (const parsed of part.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.type = parsed.type;
    script.src = parsed.src;
    parsed.replaceWith(script);
  }
  return part;
}
