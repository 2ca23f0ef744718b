/**
 * The stage: leaf through the slides on one's own and come back; turn them for the room.
 */

import { drawn } from "./small_slides.js";

/** @param {{slideUrl: string}} room `slideUrl` ends in `/<deck>/<page>/` */
export function stage({ slideUrl }) {
  const aside = document.querySelector(".own-page");
  /** The page looked at alone; 0 while it is the room's. */
  let own = 0;
  /** The room's stage, as it was last drawn. */
  let ofRoom = document.getElementById("stage")?.innerHTML ?? "";

  const place = () => document.getElementById("stage");
  const shown = () => Number(place()?.dataset.page ?? 0);
  const pages = () => Number(place()?.dataset.pages ?? 0);

  function refresh() {
    aside?.toggleAttribute("hidden", !own);
    document.body.toggleAttribute("data-own-page", Boolean(own));
  }

  /** @param {number} number */
  async function look(number) {
    const stage = place();
    if (!stage || number < 1 || number > pages()) return;
    if (number === shown()) return back();
    own = number;
    refresh();
    const address = slideUrl.replace("/0/0/", `/${stage.dataset.deck}/${number}/`);
    const answer = await fetch(address).catch(() => null);
    // Meanwhile the reader may have gone on, or come back.
    if (own !== number) return;
    if (!answer?.ok) return back();
    const words = stage.querySelector("details")?.open ?? false;
    const again = leafButton(document.activeElement);
    stage.replaceChildren(drawn(await answer.text()));
    stage.querySelector("details")?.toggleAttribute("open", words);
    if (again) focusLeaf(stage, again);
  }

  function back() {
    own = 0;
    const stage = place();
    if (stage) stage.replaceChildren(drawn(ofRoom));
    refresh();
  }

  document.addEventListener("click", (event) => {
    const leaf = event.target instanceof Element ? leafButton(event.target) : null;
    if (!leaf) return;
    const step = Number(leaf);
    if (step) void look((own || shown()) + step);
    else back();
  });

  document.addEventListener("talanoa:patched", (event) => {
    const fresh = event.target;
    if (!(fresh instanceof HTMLElement) || fresh.id !== "stage") return;
    ofRoom = fresh.innerHTML;
    // Whoever looks at a page alone goes on looking; a new deck brings everyone together.
    if (own && Number(fresh.dataset.pages) >= own) {
      const number = own;
      own = 0;
      void look(number);
    } else {
      own = 0;
    }
    refresh();
    preloadNext(fresh, slideUrl);
    const page = document.getElementById("id_page");
    if (page instanceof HTMLInputElement) page.value = fresh.dataset.page || "1";
    const deck = document.getElementById("id_deck");
    if (deck instanceof HTMLSelectElement && fresh.dataset.deck) deck.value = fresh.dataset.deck;
  });

  turning(place);
  refresh();
  const first = place();
  if (first) preloadNext(first, slideUrl);
  return {
    /** @param {number} step */
    leaf: (step) => void look((own || shown()) + step),
  };
}

/** @param {Element | null} element */
function leafButton(element) {
  return element?.closest("[data-leaf]")?.getAttribute("data-leaf") ?? null;
}

/** The button pressed is drawn anew: whoever stood on it stays on it, or at the last page on the other.
 * @param {HTMLElement} stage @param {string} leaf */
function focusLeaf(stage, leaf) {
  const same = stage.querySelector(`[data-leaf="${leaf}"]:enabled`);
  const button = same ?? stage.querySelector("[data-leaf]:enabled");
  if (button instanceof HTMLElement) button.focus({ preventScroll: true });
}

/** Previous and next are steps from what is shown. @param {() => HTMLElement|null} place */
function turning(place) {
  document.addEventListener("talanoa:act", (event) => {
    const form = event.target;
    if (!(event instanceof CustomEvent) || !(form instanceof HTMLFormElement)) return;
    if (!form.matches(".turn")) return;
    const { data } = event.detail;
    const stage = place();
    const step = Number(data.step ?? 0);
    delete data.step;
    const same = Number(stage?.dataset.deck) === data.deck;
    if (step) data.page = same ? Number(stage?.dataset.page ?? 0) + step : 1;
    const chosen = form.querySelector("option:checked");
    const last = chosen instanceof HTMLElement ? Number(chosen.dataset.pages) : data.page;
    data.page = Math.max(1, Math.min(data.page || 1, last));
  });
}

/** Fetch the next picture before it is shown, so that turning is instant on slow links. */
/** @param {HTMLElement} stage @param {string} slideUrl */
function preloadNext(stage, slideUrl) {
  const { deck, page, pages } = stage.dataset;
  const next = Number(page) + 1;
  const connection = /** @type {any} */ (navigator).connection;
  if (!deck || next > Number(pages) || connection?.saveData) return;
  window.setTimeout(async () => {
    const answer = await fetch(slideUrl.replace("/0/0/", `/${deck}/${next}/`)).catch(() => null);
    if (!answer?.ok) return;
    // The browser chooses the size from srcset, as it will when the slide is shown.
    const ahead = drawn(await answer.text()).querySelector("img");
    if (ahead?.srcset) new Image().srcset = ahead.srcset;
    else if (ahead) new Image().src = ahead.src;
  }, 3000 + Math.random() * 3000);
}
