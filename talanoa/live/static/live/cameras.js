/** Cameras and shared screens, once this device looks at pictures or shows one. */
import { announce, words } from "./announce.js";
import { Showing } from "./showing.js";
import { Watching } from "./watching.js";
import { pairBytes } from "./wire.js";

/** @typedef {import("./link.js").RoomLink} RoomLink */
/** @typedef {import("./link.js").Frame} Frame */
/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./sound.js").Sound} Sound */
/**
 * @typedef {object} PictureFigures
 * @property {number} wire bytes so far, both ways, with the headers of IP and UDP
 * @property {number} packets received in the present connection
 * @property {number} lost of those sent to us in it
 * @property {boolean} cameras whether a camera is looked at
 */
/**
 * @typedef {object} Cameras
 * @property {(view: string) => void} look
 * @property {(source: string) => void} press
 * @property {() => Promise<PictureFigures>} figures
 */

/**
 * @param {{link: RoomLink, outbox: Outbox, person: string, sound: Sound}} room
 * @returns {Promise<Cameras>}
 */
export async function cameras({ link, outbox, person, sound }) {
  const parts = await fetched(document.getElementById("room")?.dataset.cameras ?? "");
  const send = (/** @type {Frame} */ frame) => link.send(frame);
  const relays = () => sound.relays.servers();
  const watching = new Watching({ send, relays, parts });
  const showing = ["camera", "screen"].map(
    (source) => new Showing({ source, send, relays, parts, outbox, say }),
  );
  let ended = 0;
  /** @type {WeakMap<RTCPeerConnection, number>} */ const passed = new WeakMap();
  /** @type {Set<RTCPeerConnection>} */ const known = new Set();

  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const frame = event.detail;
    if (frame.type === "welcome" || frame.type === "video.back") watching.again();
    else if (frame.type.startsWith("video.")) {
      watching.hear(frame);
      for (const each of showing) each.hear(frame);
    }
  });
  link.addEventListener("state", () => {
    // What comes back comes back dark: nobody's camera goes on by itself.
    if (link.state !== "connected") for (const each of showing) each.lose();
    if (link.state === "ended") watching.look("");
  });
  document.addEventListener("talanoa:patched", (event) => {
    if (event.target instanceof Element && event.target.id === "pictures") watching.draw();
  });
  document.querySelector("[data-fills]")?.addEventListener("click", () => {
    void document.querySelector("#screen-view video")?.requestFullscreen?.().catch(() => {});
  });
  document.addEventListener("talanoa:picture-stats", (event) => {
    if (event instanceof CustomEvent) void watching.stats().then(event.detail);
  });

  /** @param {string} word @param {{aloud?: boolean}} [how] */
  function say(word, { aloud = true } = {}) {
    const place = document.getElementById("tiles-said");
    if (place) place.textContent = words(word);
    if (aloud) announce(words(word));
  }

  async function figures() {
    const peers = [watching.peer, ...showing.map((each) => each.peer)].filter((each) => each !== null);
    for (const gone of known) {
      if (peers.includes(gone)) continue;
      ended += passed.get(gone) ?? 0;
      known.delete(gone);
    }
    let current = 0;
    for (const peer of peers) {
      let wire = 0;
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "candidate-pair") wire += pairBytes(report);
      }
      passed.set(peer, wire);
      known.add(peer);
      current += wire;
    }
    const { packets, lost, cameras } = await watching.stats();
    return { wire: ended + current, packets, lost, cameras };
  }

  return {
    look: (view) => watching.look(view),
    press: (source) => void showing.find((each) => each.source === source)?.press(),
    figures,
  };
}

/** The words, dialogs and places that pictures need. @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const parts = template.content.firstElementChild;
  if (!(parts instanceof HTMLElement)) throw new Error("no parts");
  document.body.append(parts);
  for (const id of ["tiles", "screen-view"]) {
    const place = parts.querySelector(`#${id}`);
    if (place) document.getElementById("stage")?.before(place);
  }
  // With pictures the stage may be higher than its place: keys scroll it too.
  document.querySelector(".room-stage")?.setAttribute("tabindex", "0");
  return parts;
}
