/**
 * Cameras and shared screens: who may show one, and who sees them. The scripts that do it are only
 * for those who look at pictures or show one; nobody else loads them.
 */

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./sound.js").Sound} Sound */
/** @typedef {import("./cameras.js").Cameras} Cameras */

const TRY_AGAIN = 5000;

/** @param {{link: RoomLink, outbox: Outbox, person: string, sound: Sound}} room */
export function pictures(room) {
  const tools = document.getElementById("picture-tools");
  let view = "";
  /** @type {Promise<Cameras>|null} */ let loaded = null;

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
    document.body.dataset.view = wanted;
    if (!wanted && !loaded) return;
    try {
      (await load()).look(view);
    } catch {
      window.setTimeout(() => view === wanted && void look(wanted), TRY_AGAIN);
    }
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
  return {
    look,
    /** What came of pictures, and what they have cost; null while none were looked at or shown. */
    figures: async () => (loaded ? (await loaded).figures() : null),
  };
}
