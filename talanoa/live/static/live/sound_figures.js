// @ts-check
/** WebRTC's own figures of a connection, those that say whether people hear each other. */

import { pairBytes } from "./wire.js";

/**
 * @typedef {object} Figures
 * @property {number} packets received
 * @property {number} lost of those sent to us
 * @property {number} jitter in seconds
 * @property {number} bytes received
 * @property {number} energy total audio energy decoded; it stands still in silence
 * @property {number} duration of decoded sound, in seconds
 * @property {number} sent packets of our own voice
 * @property {number} roundTrip in seconds
 * @property {string} relay the way to the relay media goes through (udp, tcp, tls), or none
 * @property {number} made samples made up because their packets were missing
 * @property {number} samples played
 * @property {number} wire bytes both ways, with the headers of IP and UDP
 */

/**
 * @param {RTCPeerConnection | null} peer nothing but noughts without one
 * @returns {Promise<Figures>}
 */
export async function figuresOf(peer) {
  const figures = {
    packets: 0,
    lost: 0,
    jitter: 0,
    bytes: 0,
    energy: 0,
    duration: 0,
    sent: 0,
    roundTrip: 0,
    relay: "",
    made: 0,
    samples: 0,
    wire: 0,
  };
  const reports = (await peer?.getStats()) ?? new Map();
  for (const report of reports.values()) {
    if (report.type === "inbound-rtp" && report.kind === "audio") {
      figures.packets = report.packetsReceived;
      figures.lost = report.packetsLost;
      figures.jitter = report.jitter;
      figures.bytes = report.bytesReceived;
      figures.energy = report.totalAudioEnergy ?? 0;
      figures.duration = report.totalSamplesDuration ?? 0;
      figures.made = (report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0);
      figures.samples = report.totalSamplesReceived ?? 0;
    } else if (report.type === "outbound-rtp" && report.kind === "audio") {
      figures.sent = report.packetsSent;
    } else if (report.type === "candidate-pair") {
      figures.wire += pairBytes(report);
      if (!report.nominated) continue;
      figures.roundTrip = report.currentRoundTripTime ?? 0;
      const own = reports.get(report.localCandidateId);
      figures.relay = own?.candidateType === "relay" ? (own.relayProtocol ?? "udp") : "";
    }
  }
  return figures;
}
