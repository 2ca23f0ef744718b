/**
 * What things weigh on the wire, headers included. Browsers tell the bytes of messages and
 * answers, not those of the packets that carry them, so these are estimates: of 1,400 bytes to a
 * packet, with the headers of IPv4 and TCP with timestamps. A packet of sound is counted by the
 * browser itself; only its IP and UDP headers are added.
 */

const IP_TCP = 52;
export const IP_UDP = 28;
const IN_A_PACKET = 1400;
/** What TLS adds to a record. */
const TLS = 22;
/** The request for a picture or a page: address, cookies and the rest. */
const REQUEST = 700;

/** Data both ways: the packets with it, and the receipts, one for every second packet.
 * @param {number} bytes */
function overTcp(bytes) {
  const packets = Math.ceil(bytes / IN_A_PACKET);
  return bytes + packets * IP_TCP + Math.ceil(packets / 2) * IP_TCP;
}

/**
 * One message of the socket.
 *
 * @param {string | ArrayBuffer} message
 * @param {{ours: boolean, secure: boolean}} about `ours`: sent, and so masked
 */
export function messageBytes(message, { ours, secure }) {
  const isText = typeof message === "string";
  const length = isText ? new TextEncoder().encode(message).length : message.byteLength;
  const head = (length < 126 ? 2 : length < 65_536 ? 4 : 10) + (ours ? 4 : 0);
  return overTcp(length + head + (secure ? TLS : 0));
}

/**
 * One answer, as Resource Timing knows it; nothing when it came from what the browser had kept.
 *
 * @param {{transferSize: number}} entry
 */
export function answerBytes({ transferSize }) {
  return transferSize ? overTcp(transferSize) + overTcp(REQUEST) : 0;
}

/**
 * The packets of a pair of candidates, both ways.
 *
 * @param {{bytesReceived?: number, bytesSent?: number, packetsReceived?: number, packetsSent?: number}} pair
 */
export function pairBytes({ bytesReceived = 0, bytesSent = 0, packetsReceived = 0, packetsSent = 0 }) {
  return bytesReceived + bytesSent + (packetsReceived + packetsSent) * IP_UDP;
}
