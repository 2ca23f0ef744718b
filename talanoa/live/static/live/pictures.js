/**
 * Who may show a picture, and what else of pictures those need who show one or look at them; nobody
 * else loads this. The heavier rest, cameras.js, comes with the first press or the first view.
 */

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./sound.js").Sound} Sound */
/** @typedef {import("./cameras.js").Cameras} Cameras */
/** @typedef {import("./cameras.js").PictureFigures} PictureFigures */

const TRY_AGAIN = 5000;

/** @param {{link: RoomLink, outbox: Outbox, person: string, sound: Sound}} room */
export function pictures(room) {
  const tools = document.getElementById("picture-tools");
  let view = "";
  /** @type {Promise<Cameras>|null} */ let loaded = null;
  /** @type {PictureFigures|null} */ let before = null;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = document.getElementById("room")?.dataset.picturesCss ?? "";
  document.head.append(style);

  function load() {
    loaded ??= import("./cameras.js").then(({ cameras }) => cameras(room));
    loaded.catch(() => (loaded = null));
    return loaded;
  }

  function mark() {
    const may = document.getElementById("pictures")?.dataset.may ?? "";
    tools?.toggleAttribute("hidden", !may.split(" ").includes(room.person));
    if ("getDisplayMedia" in (navigator.mediaDevices ?? {})) return;
    tools?.querySelector("[data-shows='screen']")?.setAttribute("hidden", "");
  }

  /** @param {string} wanted `speaker`, `all`, or nothing */
  async function look(wanted) {
    view = wanted;
    if (!wanted && !loaded) return;
    try {
      (await load()).look(view);
    } catch {
      window.setTimeout(() => view === wanted && void look(wanted), TRY_AGAIN);
    }
  }

  /** Bytes that pictures have cost, and the part of them that was lost since this was asked last. */
  async function figures() {
    if (!loaded) return { wire: 0, lost: null };
    const now = await (await loaded).figures();
    const lost = gaps(before, now);
    before = now;
    return { wire: now.wire, lost };
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-shows]") : null;
    const source = button?.getAttribute("data-shows");
    if (source) void load().then((loaded) => loaded.press(source), () => {});
  });
  document.addEventListener("talanoa:patched", (event) => {
    if (event.target instanceof Element && event.target.id === "pictures") mark();
  });
  mark();
  return { look, figures };
}

/**
 * The part of the pictures' packets that did not come; all of them when a camera stands still.
 *
 * @param {PictureFigures|null} before @param {PictureFigures|null} now
 */
function gaps(before, now) {
  if (!before?.cameras || !now?.cameras || now.packets < before.packets) return null;
  const [packets, lost] = [now.packets - before.packets, Math.max(0, now.lost - before.lost)];
  return packets ? lost / (packets + lost) : 1;
}
