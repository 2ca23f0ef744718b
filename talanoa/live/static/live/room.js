/**
 * The live room in the browser: the page works without it, and comes alive with it.
 *
 * `link` carries frames, `outbox` keeps acts until they are acknowledged, `forms` turns the
 * page's forms into acts, `patches` changes the page as the log says; each of the others is
 * one part of the page.
 */
import { announce, words } from "./announce.js";
import { captions } from "./captions.js";
import { channels } from "./channels.js";
import { chat } from "./chat.js";
import { clocks } from "./clocks.js";
import { ask, end } from "./dialogs.js";
import { takeForms } from "./forms.js";
import { hosting } from "./hosting.js";
import { RoomLink } from "./link.js";
import { modes } from "./modes.js";
import { Outbox } from "./outbox.js";
import { apply } from "./patches.js";
import { people } from "./people.js";
import { polls } from "./polls.js";
import { openAsk, questions } from "./questions.js";
import { reactions } from "./reactions.js";
import { shortcuts } from "./shortcuts.js";
import { soundBar } from "./soundbar.js";
import { stage } from "./stage.js";

const HELD = 4423;
/** Milliseconds until a script that did not come is asked for again. */
const TRY_AGAIN = 5000;
const ENDED = new Map([
  [4401, "signed-out"],
  [4404, "not-open"],
  [4409, "too-many"],
  [4410, "sent-out"],
]);

function begin() {
  const page = document.getElementById("room");
  if (!page) return;
  const { session = "", socket = "", person = "", now = "", slideUrl = "" } = page.dataset;
  const link = new RoomLink({ url: socket, seq: Number(page.dataset.seq) });
  const outbox = new Outbox({ prefix: `talanoa.keep.room.${session}.${person}.`, link });

  takeForms({ outbox, link, tell, notConnected: words("not-connected") });
  chat({ outbox, person });
  polls({ outbox, link, person });
  captions({ link, person });
  questions({ outbox, link });
  reactions({ link, isTold: () => Boolean(page.dataset.hosting) || hasFloor(person) });
  clocks({ now });
  hosting({ link });
  const leafing = stage({ slideUrl });
  const { speaks } = people({ link, person, you: words("you") });
  const sound = soundBar({ link, person, speaks });
  if (sound) modes({ session, link, sound, shown: pictures({ link, outbox, person, sound }) });
  channels({ sound, person });
  // Only interpreters and hosts have booths; nobody else pays for their script. Nor for that of
  // groups, but who is in one, or answers a note.
  onceThere("#booths", () => import("./booth.js"), ({ booths }) =>
    booths({ link, outbox, person, now, floor: sound }),
  );
  onceThere(
    "#groups[data-groups=open], #chat-lines .note-tools",
    () => import("./groups.js"),
    ({ groups }) => groups({ outbox, person, now }),
  );

  link.addEventListener("state", () => showLink(link));
  link.addEventListener("entry", (event) => {
    if (!(event instanceof CustomEvent)) return;
    for (const patch of event.detail.patches) announced(apply(patch));
    if (event.detail.kind === "floor.given" && hasFloor(person)) announce(words("your-floor"));
    // From now on people hear each other in another tool.
    if (event.detail.kind === "call.set") sound?.leave();
  });
  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent)) return;
    if (event.detail.type === "reload") location.reload();
    if (event.detail.type === "talk") for (const patch of event.detail.patches) apply(patch);
  });
  link.addEventListener("ended", (event) => {
    sound?.leave();
    // The door is held and one is not in any more: the page of the room is now that of the door.
    if (event instanceof CustomEvent && event.detail.code === HELD) return location.reload();
    if (event instanceof CustomEvent) end(ENDED.get(event.detail.code) ?? "sent-out");
  });
  outbox.addEventListener("refused", (event) => {
    if (event instanceof CustomEvent && !event.detail.act.list) tell(event.detail.reason);
  });
  outbox.addEventListener("failed", (event) => {
    if (!(event instanceof CustomEvent)) return;
    tell(words(event.detail.code === "too-late" ? "not-connected" : "fault"));
  });
  countNews();
  document.body.toggleAttribute("data-live", true);
  keys({ leaf: leafing.leaf, toggleSound: () => sound?.toggle() });
  outbox.restore();
  link.start();
}

/**
 * Begin with a script once the page holds what it is for; asked for again until it comes.
 *
 * @template Script
 * @param {string} wanted @param {() => Promise<Script>} load @param {(script: Script) => void} begin
 */
function onceThere(wanted, load, begin) {
  const look = () => {
    if (!document.querySelector(wanted)) return;
    document.removeEventListener("talanoa:patched", look);
    load().then(begin, () => window.setTimeout(look, TRY_AGAIN));
  };
  document.addEventListener("talanoa:patched", look);
  look();
}

/**
 * Cameras and screens: the script is for those alone who look at them or may show one.
 *
 * @param {Parameters<typeof import("./pictures.js").pictures>[0]} room
 */
function pictures(room) {
  /** @type {Promise<ReturnType<typeof import("./pictures.js").pictures>>|null} */ let loaded = null;
  const load = () => {
    loaded ??= import("./pictures.js").then(({ pictures }) => pictures(room));
    loaded.catch(() => (loaded = null));
    return loaded;
  };
  const mark = () => {
    const may = document.getElementById("pictures")?.dataset.may ?? "";
    if (may.split(" ").includes(room.person)) load().catch(() => {});
  };
  document.addEventListener("talanoa:patched", mark);
  mark();
  /** @param {string} view */
  const look = (view) => {
    document.body.dataset.view = view;
    if (!view && !loaded) return;
    const again = () => document.body.dataset.view === view && look(view);
    load().then((loaded) => loaded.look(view), () => window.setTimeout(again, TRY_AGAIN));
  };
  return {
    look,
    figures: async () => (loaded ? (await loaded).figures() : { wire: 0, lost: null }),
  };
}

/** @param {Element|null} fresh what an entry changed; some parts say in words what is new */
function announced(fresh) {
  announce(fresh?.getAttribute("data-announce"));
}

/** @param {string} person */
function hasFloor(person) {
  return document.querySelector("#hands .floor")?.getAttribute("data-person") === person;
}

/** @param {RoomLink} link */
function showLink(link) {
  const place = document.getElementById("link");
  if (place) place.dataset.link = link.state;
  for (const words of place?.querySelectorAll("[data-state]") ?? []) {
    const shown = words.getAttribute("data-state") === link.state;
    words.toggleAttribute("hidden", !shown);
    if (shown && link.state !== "connecting") announce(words.textContent);
  }
  document.body.toggleAttribute("data-cut", link.state !== "connected");
}

/** Show a sentence where problems are shown. @param {string} sentence */
function tell(sentence) {
  const place = document.getElementById("problems");
  const template = document.getElementById("notice-line");
  if (!place || !(template instanceof HTMLTemplateElement)) return;
  const line = template.content.firstElementChild?.cloneNode(true);
  if (!(line instanceof Element)) return;
  const words = line.querySelector("p");
  if (words) words.textContent = sentence;
  line.querySelector("[data-dismiss]")?.addEventListener("click", () => line.remove());
  place.replaceChildren(line);
}

/** A mark on the tab of a panel in which something is new while another is shown. */
function countNews() {
  const tabOf = (/** @type {Element} */ panel) =>
    document.querySelector(`.room-tabs a[href="#${CSS.escape(panel.id)}"] .news`);
  document.addEventListener("talanoa:patched", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.action !== "append") return;
    if (!(event.target instanceof Element) || event.target.hasAttribute("data-no-news")) return;
    const panel = event.target.closest(".panel");
    if (!panel?.hasAttribute("hidden")) return;
    const news = tabOf(panel);
    if (!news) return;
    news.textContent = String(Number(news.textContent) + 1);
    news.removeAttribute("hidden");
  });
  document.addEventListener("talanoa:shown", (event) => {
    const news = event.target instanceof Element ? tabOf(event.target) : null;
    if (!news || news.hasAttribute("data-hands")) return;
    news.textContent = "";
    news.setAttribute("hidden", "");
  });
}

/** @param {{leaf: (step: number) => void, toggleSound: () => void}} does */
function keys({ leaf, toggleSound }) {
  /** @param {string} selector */
  const press = (selector) => {
    const button = document.querySelector(selector);
    if (button instanceof HTMLElement) button.click();
  };
  shortcuts({
    h: () => press("form.hand:not([hidden]) button"),
    c: () => {
      press(".room-tabs a[href='#panel-chat']");
      document.getElementById("say_text")?.focus();
    },
    q: () => {
      press(".room-tabs a[href='#panel-questions']");
      openAsk();
    },
    m: toggleSound,
    v: () => press("#picture-tools:not([hidden]) [data-shows='camera']"),
    "[": () => leaf(-1),
    "]": () => leaf(1),
    PageUp: () => press("form.turn button[value='-1']"),
    PageDown: () => press("form.turn button[value='1']"),
    "?": () => void ask("shortcuts"),
  });
  const button = document.querySelector("[data-shows-keys]");
  button?.removeAttribute("hidden");
  button?.addEventListener("click", () => void ask("shortcuts"));
}

begin();
