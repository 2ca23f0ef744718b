/**
 * When to propose another mode. Functions of their arguments alone; every threshold stands in LIMITS.
 *
 * A reason must hold for a while before anything is proposed, and one proposal waits for its
 * answer. After a "no" the same reason is not the next to be given. A higher mode is proposed
 * only as a way back: where the person was before a lower one was proposed, or would have begun.
 */

export const LIMITS = {
  /** Part of the packets that were lost. */
  loss: 0.08,
  /** Seconds there and back. */
  roundTrip: 1.2,
  /** Part of the time in which there was no sound to play, or only made up. */
  starved: 0.1,
  /** Times the link broke within `brokenWithin` milliseconds. */
  broken: 3,
  brokenWithin: 180_000,
  /** Milliseconds for which a reason must hold. */
  badFor: 15_000,
  /** A link is good below these, for so many milliseconds. */
  goodLoss: 0.02,
  goodRoundTrip: 0.6,
  goodFor: 180_000,
};

/** @typedef {"broken"|"starved"|"loss"|"pictures"|"slow"|"good"} Reason */
/** @typedef {{direction: "lower"|"higher", reason: Reason}} Proposal */
/**
 * @typedef {object} Sample the link in one interval; what is not known is null
 * @property {number} at milliseconds
 * @property {number|null} loss
 * @property {number|null} roundTrip
 * @property {number|null} starved
 * @property {number|null} [pictures] part of the pictures' packets that were lost
 * @property {number[]} breaks the moments at which the link broke
 * @property {boolean} lowest whether there is no lower mode
 * @property {boolean} lowered whether there is a higher one to go back to
 */
/**
 * @typedef {object} State
 * @property {Partial<Record<Reason, number>>} since when each reason began to hold
 * @property {Proposal|null} open what was proposed and not answered yet
 * @property {Reason|null} refused the reason that was last answered with "no"
 */

/** @returns {State} */
export function begin() {
  return { since: {}, open: null, refused: null };
}

/**
 * Take in a sample.
 *
 * @param {State} state @param {Sample} sample
 * @returns {State} with `open` if there is something to propose
 */
export function judge(state, sample) {
  /** @type {State["since"]} */ const since = {};
  for (const reason of holding(sample)) since[reason] = state.since[reason] ?? sample.at;
  if (state.open) return { ...state, since };
  const proposal = ripe(since, sample, state.refused);
  return { ...state, since, open: proposal };
}

/** @param {State} state @param {boolean} yes @returns {State} */
export function answered(state, yes) {
  if (!state.open) return state;
  return { since: {}, open: null, refused: yes ? null : state.open.reason };
}

/** @param {Sample} sample @returns {Reason[]} the gravest first */
function holding({ at, loss, roundTrip, starved, pictures, breaks }) {
  const broken = breaks.filter((each) => at - each < LIMITS.brokenWithin).length;
  /** @type {Reason[]} */ const reasons = [];
  if (broken >= LIMITS.broken) reasons.push("broken");
  if ((starved ?? 0) > LIMITS.starved) reasons.push("starved");
  if ((loss ?? 0) > LIMITS.loss) reasons.push("loss");
  if ((pictures ?? 0) > LIMITS.loss) reasons.push("pictures");
  if ((roundTrip ?? 0) > LIMITS.roundTrip) reasons.push("slow");
  const isGood = !broken && (loss ?? 0) < LIMITS.goodLoss && (starved ?? 0) < LIMITS.goodLoss;
  const isWhole = (pictures ?? 0) < LIMITS.goodLoss;
  if (isGood && isWhole && roundTrip !== null && roundTrip < LIMITS.goodRoundTrip) reasons.push("good");
  return reasons;
}

/**
 * @param {State["since"]} since @param {Sample} sample @param {Reason|null} refused
 * @returns {Proposal|null}
 */
function ripe(since, { at, lowest, lowered }, refused) {
  for (const reason of /** @type {Reason[]} */ (Object.keys(since))) {
    const held = at - (since[reason] ?? at);
    if (reason === refused) continue;
    if (reason === "good") {
      if (lowered && held >= LIMITS.goodFor) return { direction: "higher", reason };
      // The breaks were counted over a longer time already.
    } else if (!lowest && (reason === "broken" || held >= LIMITS.badFor)) {
      return { direction: "lower", reason };
    }
  }
  return null;
}

/**
 * At how many bits a second the mix should come, of those the mode allows, and for how many
 * lost packets of a hundred it should be prepared.
 *
 * @param {number[]} rates the least first
 * @param {{loss: number|null, roundTrip: number|null}} link
 */
export function soundFor(rates, { loss, roundTrip }) {
  const isGood = (loss ?? 0) < LIMITS.goodLoss && (roundTrip ?? 0) < LIMITS.goodRoundTrip;
  const prepared = Math.min(20, Math.max(10, Math.ceil((loss ?? 0) * 20) * 5));
  return { rate: (isGood ? rates.at(-1) : rates[0]) ?? 0, loss: prepared };
}
