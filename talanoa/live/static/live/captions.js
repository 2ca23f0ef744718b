/**
 * Captions: what is said, in writing, as somebody chooses to read it.
 *
 * Whoever has them off is sent nothing of them. Lines have numbers of their own beside the
 * room's log: the page says the last one it shows and receives what it missed. The strip over
 * the stage rolls the last lines and the one being written; the panel has them all, and is the
 * only place that a screen reader sees.
 *
 * How somebody reads stands in `data-` attributes of the panel; style follows them.
 */
import { apply } from "./patches.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */

const ROLLED = 3;
/** A line being written that nobody goes on with is taken away. */
const NOW_FOR = 12_000;

/** @param {{link: RoomLink, person: string}} room */
export function captions({ link, person }) {
  const panel = document.getElementById("captions-panel");
  const list = document.getElementById("caption-lines");
  const strip = document.getElementById("caption-strip");
  const saidLines = strip?.querySelector(".said-lines");
  const nowLine = strip?.querySelector(".now-said");
  if (!panel || !list || !strip || !saidLines || !(nowLine instanceof HTMLElement)) return;
  const writer = document.getElementById("captioning");
  let number = Number(panel.dataset.upto);
  /** Whether the language was chosen on this page; until then it is the page's own guess. */
  let isChosen = false;
  /** @type {number | undefined} */ let clearing;

  const isShown = () => panel.dataset.shown === "yes";
  const language = () => writer?.dataset.language ?? panel.dataset.language ?? "";

  function ask() {
    if (!isShown() && !writer) link.send({ type: "captions.hide", data: {} });
    else if (language()) link.send({ type: "captions.show", data: { language: language(), after: number } });
  }

  function afresh() {
    number = 0;
    list?.replaceChildren();
    list?.setAttribute("lang", language());
    ask();
    draw();
  }

  function draw() {
    if (!panel || !list || !strip || !saidLines) return;
    for (const name of ["shown", "size", "colours"]) strip.dataset[name] = panel.dataset[name];
    document.body.toggleAttribute("data-captions", isShown());
    list.setAttribute("aria-live", panel.dataset.spoken === "yes" ? "polite" : "off");
    strip.lang = language();
    const lines = [...list.children].slice(-ROLLED);
    saidLines.replaceChildren(
      ...lines.map((line, index) => {
        const copy = document.createElement("p");
        copy.dir = "auto";
        copy.append(...[...line.childNodes].map((node) => node.cloneNode(true)));
        // Who speaks is named where that changes.
        if (index && line.getAttribute("data-who") === lines[index - 1]?.getAttribute("data-who")) {
          copy.querySelector("b")?.remove();
        }
        return copy;
      }),
    );
    const isEmpty = !lines.length && nowLine instanceof HTMLElement && nowLine.hidden;
    strip.querySelector(".strip-none")?.toggleAttribute("hidden", !isEmpty);
    strip.hidden = !isShown();
    keepAtEnd();
  }

  // Lines that roll by are no news for the tab to count.
  list.addEventListener("talanoa:patched", (event) => event.stopPropagation());

  let atEnd = true;
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  });
  function keepAtEnd() {
    if (list && atEnd) list.scrollTop = list.scrollHeight;
  }
  document.getElementById("panel-captions")?.addEventListener("talanoa:shown", keepAtEnd);

  /** A line that came after a later one takes its place. @param {Element|null} line */
  function put(line) {
    if (!(line instanceof HTMLElement) || line.parentElement !== list) return;
    const at = Number(line.dataset.at);
    let before = line.previousElementSibling;
    while (before instanceof HTMLElement && Number(before.dataset.at) > at) {
      before = before.previousElementSibling;
    }
    if (before !== line.previousElementSibling) {
      if (before) before.after(line);
      else list?.prepend(line);
    }
  }

  /** @param {string} text */
  function showNow(text) {
    if (!(nowLine instanceof HTMLElement)) return;
    window.clearTimeout(clearing);
    nowLine.textContent = text;
    nowLine.hidden = !text;
    if (text) clearing = window.setTimeout(() => showNow(""), NOW_FOR);
    draw();
  }

  link.addEventListener("state", () => link.state === "connected" && ask());
  link.addEventListener("again", ask);
  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { type, seq, fresh, patches, text, by } = event.detail;
    if (type === "captions") {
      if (fresh) list.replaceChildren();
      for (const patch of patches) put(apply(patch));
      number = Math.max(number, seq);
      showNow("");
    } else if (type === "caption-now" && String(by) !== person) {
      showNow(text);
    }
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement) || !field.closest(".captions-choice")) return;
    if (field.name === "language") isChosen = true;
    field.form?.requestSubmit();
  });
  document.addEventListener("talanoa:act", (event) => {
    const form = event.target;
    if (!(event instanceof CustomEvent) || !(form instanceof HTMLFormElement)) return;
    if (form.dataset.act !== "caption.choose") return;
    const { data } = event.detail;
    if (!isChosen) delete data.language;
    const before = { shown: panel.dataset.shown, language: panel.dataset.language };
    Object.assign(panel.dataset, data);
    if (panel.dataset.language !== before.language) afresh();
    else if (panel.dataset.shown !== before.shown) ask();
    draw();
    if (form.contains(document.activeElement) && form.matches(".captions-toggle")) {
      // The button that was pressed has made place for the other.
      const other = form.querySelector(isShown() ? ".turns-off" : ".turns-on");
      if (other instanceof HTMLElement) other.focus();
    }
  });
  document.addEventListener("talanoa:patched", (event) => {
    const fresh = event.target;
    if (fresh instanceof HTMLSelectElement && fresh.id === "caption-languages") select(fresh);
  });
  document.addEventListener("talanoa:captioning-language", afresh);
  document.addEventListener("talanoa:captioning-now", (event) => {
    if (event instanceof CustomEvent) link.send({ type: "captions.now", data: event.detail });
  });

  /** @param {HTMLSelectElement} known */
  function select(known) {
    const codes = [...known.options].map((option) => option.value);
    const first = codes[0];
    if (panel && !isChosen && first && !codes.includes(panel.dataset.language ?? "")) {
      panel.dataset.language = first;
      afresh();
    }
    known.value = panel?.dataset.language ?? "";
  }
  const known = document.getElementById("caption-languages");
  if (known instanceof HTMLSelectElement) select(known);
  draw();
}
