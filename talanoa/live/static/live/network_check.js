// @ts-check
/**
 * Does UDP go on this network, and if not, does a relay over TCP or TLS?
 *
 * The room gives credentials for its relays over its socket, as it does for sound. Each way to
 * them is then tried by itself: a way is open when the relay gives us an address there. Janus
 * is not troubled, and nobody's place in the sound is taken.
 */

/** @typedef {{code: string}} Result */
/** @typedef {{type: string, [field: string]: any}} Frame */

const SOCKET_WITHIN = 6000;
const RELAY_WITHIN = 8000;

/**
 * @param {string} url the room's socket
 * @returns {Promise<Result>}
 */
export async function checkNetwork(url) {
  if (!("RTCPeerConnection" in window)) return { code: "no-webrtc" };
  const servers = await relaysOf(url);
  if (!servers) return { code: "unknown" };
  const urls = servers.flatMap((server) => server.urls);
  if (urls.length === 0) return { code: "no-relay" };
  const ways = urls.map(async (each) => ((await opens(servers[0], each)) ? wayOf(each) : ""));
  const open = new Set(await Promise.all(ways));
  if (open.has("udp")) return { code: "ok" };
  if (open.has("tcp") || open.has("tls")) return { code: urls.some((each) => wayOf(each) === "udp") ? "relay" : "relay-only" };
  return { code: "blocked" };
}

/** @param {string} url */
function wayOf(url) {
  if (url.startsWith("turns:")) return "tls";
  return url.includes("transport=tcp") ? "tcp" : "udp";
}

/**
 * @param {string} url
 * @returns {Promise<(RTCIceServer & {urls: string[]})[] | null>} null when the room does not answer
 */
function relaysOf(url) {
  return new Promise((done) => {
    const socket = new WebSocket(url);
    const finish = (/** @type {any} */ servers) => {
      window.clearTimeout(timer);
      socket.close();
      done(servers);
    };
    const timer = window.setTimeout(() => finish(null), SOCKET_WITHIN);
    socket.addEventListener("error", () => finish(null));
    socket.addEventListener("close", () => finish(null));
    socket.addEventListener("open", () => socket.send(JSON.stringify({ v: 1, type: "sound.relays", data: {} })));
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      /** @type {Frame[]} */
      const frames = message.type === "batch" ? message.frames : [message];
      const given = frames.find((frame) => frame.type === "sound.relays");
      if (given) finish(given.servers);
    });
  });
}

/**
 * @param {RTCIceServer} server
 * @param {string} url one of its addresses
 * @returns {Promise<boolean>}
 */
function opens(server, url) {
  return new Promise((done) => {
    const peer = new RTCPeerConnection({ iceServers: [{ ...server, urls: [url] }], iceTransportPolicy: "relay" });
    const finish = (/** @type {boolean} */ open) => {
      window.clearTimeout(timer);
      peer.close();
      done(open);
    };
    const timer = window.setTimeout(() => finish(false), RELAY_WITHIN);
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate) finish(false);
      else if (candidate.type === "relay") finish(true);
    });
    peer.createDataChannel("check");
    void peer.setLocalDescription();
  });
}
