import type { Session } from '@/lib/chat/events/session';
import { measured, type RoundTrip } from './round-trip';
import { firstTransport, otherTransport, struck, type TransportTrust } from './transport-trust';
import type { Transport } from './wire';

/** One attempt to get a session and join the rooms. */
export interface Attempt {
  readonly wire: number;
  readonly transport: Transport;
  readonly begunAt: number;
  /** When something answered, though it need not have let us in yet. */
  readonly reachedAt: number | null;
  /** The session in which the rooms are being joined. */
  readonly session: Session | null;
  /** How long the link takes, as far as we know. */
  readonly trip: RoundTrip | null;
}

/** Attempts one after another. At `dueAt` the current attempt, if any, ends and the next begins. */
interface Lane {
  readonly tries: number;
  readonly attempt: Attempt | null;
  /** The transport of the attempt before this one. */
  readonly previous: Transport | null;
  readonly dueAt: number;
}

/**
 * The search for a node, with two attempts at a time: the patient one waits longer each time, for a slow link; the prompt one
 * starts again every few seconds, for a link that was away.
 */
export interface Quest {
  /** A node fell silent, and nobody should notice. */
  readonly isUrgent: boolean;
  readonly patient: Lane;
  readonly prompt: Lane;
}

/** What a search depends on and changes. */
export interface Surroundings {
  readonly now: number;
  /** From 0 to just below 1. */
  readonly random: () => number;
  readonly trip: RoundTrip | null;
  readonly trust: TransportTrust;
  readonly nextWire: number;
}

type LaneName = 'patient' | 'prompt';
const LANES: readonly LaneName[] = ['patient', 'prompt'];

/** How long after the first attempt the second begins: sooner where a node fell silent and nobody should notice. */
const BESIDE_MS = 2_000;
const BESIDE_URGENT_MS = 250;

/** While a slow node may still be there, no WebSockets are opened over and over: one request looks for another node first. */
const RELUCTANT_MS = 5_000;
const RELUCTANT_TRIES = 3;
/** However often it was doubted in vain, this time it may be dead. */
const RELUCTANT_GROWTHS_MAX = 2;

/** How long a first attempt may take: over an unknown link, over a fast one, and beside a node that froze. */
const PATIENT_UNKNOWN_MS = 8_000;
const PATIENT_MS = 3_000;
const PATIENT_URGENT_MS = 500;
const PATIENT_MAX_MS = 60_000;
/**
 * An attempt that began while the network was away hears nothing once it is back, so the limit grows slowly on a known link.
 */
const PATIENT_GROWTH = 1.3;
const PATIENT_UNKNOWN_GROWTH = 2;
const PROMPT_MS = 2_000;
const PROMPT_GROWTH = 1.4;
const PROMPT_MAX_MS = 5_000;
const PROMPT_SLOW_MAX_MS = 8_000;
const PROMPT_SLOW_AFTER = 2;

/** Round trips until a session is open: TCP, TLS, the upgrade, the session, and one to spare. */
const TRIPS_TO_SESSION = 6;
/** The same by long polling, with none to spare. */
const TRIPS_AT_LEAST = 4;

/** A node that has answered may take this long to let us in: it may have many others to let in. */
const REACHED_MS = 3_000;
const WAIT_FOR_OTHER_MS = 1_000;
/** With a session, an attempt has this long to join the rooms; requests to the node time out before that. */
const JOINING_MS = 6_000;
/** Without a session after this long, and after as long as it took to be reached, a WebSocket swallows what is sent. */
const STALLED_MS = 1_000;

/** The pause after an attempt that failed at once. The jitter keeps a thousand pages from arriving in the same instant. */
const BACKOFF_MS = 300;
const BACKOFF_MAX_MS = 3_000;

const lane = (dueAt: number): Lane => ({ tries: 0, attempt: null, previous: null, dueAt });

export const seek = (now: number, pauseMs = 0): Quest => ({
  isUrgent: false,
  patient: lane(now + pauseMs),
  prompt: lane(now + pauseMs + BESIDE_MS),
});

/** @param vainDoubts how often the silent node was doubted before and turned out to be there */
export const seekUrgently = (now: number, vainDoubts = 0): Quest => ({
  isUrgent: true,
  patient: lane(
    vainDoubts === 0 ? now : now + RELUCTANT_MS * 2 ** Math.min(vainDoubts, RELUCTANT_GROWTHS_MAX),
  ),
  // Beside a node that is probably there: one request of the longest kind, not one after another.
  prompt: { ...lane(now + BESIDE_URGENT_MS), tries: vainDoubts === 0 ? 0 : RELUCTANT_TRIES },
});

/** Nothing carries the chat any more, so there is no node left to hesitate for. */
export const withoutReluctance = (quest: Quest, now: number): Quest =>
  quest.patient.attempt === null
    ? { ...quest, patient: { ...quest.patient, dueAt: Math.min(quest.patient.dueAt, now) } }
    : quest;

export const backoffMs = (tries: number, random: () => number): number =>
  Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** tries) * (0.5 + random());

export function attemptsOf(quest: Quest): readonly Attempt[] {
  return LANES.flatMap((name) => quest[name].attempt ?? []);
}

export const questDueAt = ({ patient, prompt }: Quest): number => Math.min(patient.dueAt, prompt.dueAt);

/** Ends the attempts whose time is over and begins the next. */
export function advance(quest: Quest, around: Surroundings): [Quest, Surroundings] {
  let [next, then]: [Quest, Surroundings] = [quest, around];
  for (const name of LANES) {
    if (next[name].dueAt > around.now) continue;
    const { attempt } = next[name];
    const trust = hasStalled(attempt, around.now) ? struck(then.trust, around.now) : then.trust;
    const lane = begin(name, next[name], next.isUrgent, { ...then, trust });
    next = { ...next, [name]: lane };
    then = { ...then, trust, nextWire: then.nextWire + 1 };
  }
  return [next, then];
}

function begin(name: LaneName, before: Lane, isUrgent: boolean, around: Surroundings): Lane {
  const { now, trust, nextWire, trip } = around;
  const { tries, previous } = before.attempt === null ? before : over(before, before.attempt);
  const transport = name === 'patient' ? firstTransport(trust, now, previous) : otherTransport(trust, now);
  const attempt = { wire: nextWire, transport, begunAt: now, reachedAt: null, session: null, trip };
  return { tries, previous, attempt, dueAt: now + limitMs(name, tries, isUrgent, around) };
}

const over = ({ tries }: Lane, { transport }: Attempt) => ({ tries: tries + 1, previous: transport });

function limitMs(name: LaneName, tries: number, isUrgent: boolean, { trip }: Surroundings): number {
  const tripMs = trip?.smoothedMs ?? 0;
  if (name === 'prompt') {
    // Not at first: the patient attempt will probably get in, and by then this one would have opened a WebSocket of its own.
    const slowMs = tries < PROMPT_SLOW_AFTER ? 0 : Math.min(PROMPT_SLOW_MAX_MS, TRIPS_AT_LEAST * tripMs);
    return Math.max(slowMs, Math.min(PROMPT_MAX_MS, PROMPT_MS * PROMPT_GROWTH ** tries));
  }
  const linkMs = TRIPS_TO_SESSION * tripMs;
  const [calmMs, growth] =
    trip === null ? [PATIENT_UNKNOWN_MS, PATIENT_UNKNOWN_GROWTH] : [PATIENT_MS, PATIENT_GROWTH];
  const firstMs = isUrgent ? PATIENT_URGENT_MS : calmMs;
  return Math.max(linkMs, Math.min(PATIENT_MAX_MS, firstMs * growth ** tries));
}

/** Something has answered the attempt. Over long polling it was the node itself, which is busy and need not be asked again. */
export const reached = (quest: Quest, wire: number, now: number): Quest =>
  advanced(quest, wire, now, (attempt, name) => {
    const isWaitedFor = name === 'patient' || attempt.transport !== 'websocket';
    const moreMs = isWaitedFor ? Math.max(REACHED_MS, now - attempt.begunAt) : WAIT_FOR_OTHER_MS;
    return [{ ...attempt, reachedAt: now }, moreMs];
  });

/** A session is open. Asking for it took one round trip, which says how far away the node is. */
export const opened = (quest: Quest, wire: number, session: Session, now: number): Quest =>
  advanced(quest, wire, now, (attempt) => {
    const trip = attempt.reachedAt === null ? attempt.trip : measured(null, now - attempt.reachedAt);
    return [{ ...attempt, session, trip }, Math.max(JOINING_MS, now - attempt.begunAt)];
  });

/** Returns the attempt after its progress, and how many more milliseconds it gets at least. */
type Advance = (attempt: Attempt, lane: LaneName) => readonly [Attempt, number];

/** Gives an attempt that makes progress more time; a lane without an attempt waits for it. */
function advanced(quest: Quest, wire: number, now: number, advance: Advance): Quest {
  const [name, other]: [LaneName, LaneName] =
    quest.patient.attempt?.wire === wire ? ['patient', 'prompt'] : ['prompt', 'patient'];
  const { attempt, ...lane } = quest[name];
  if (attempt?.wire !== wire) return quest;
  const [next, moreMs] = advance(attempt, name);
  const waiting = quest[other];
  const waitsUntil = waiting.attempt === null ? now + WAIT_FOR_OTHER_MS : 0;
  return {
    ...quest,
    [name]: { ...lane, attempt: next, dueAt: Math.max(lane.dueAt, now + moreMs) },
    [other]: { ...waiting, dueAt: Math.max(waiting.dueAt, waitsUntil) },
  };
}

/** The attempt has failed, perhaps at once: the next one waits a little. */
export function failed(quest: Quest, wire: number, around: Surroundings, pauseMs?: number): Quest {
  const name = LANES.find((one) => quest[one].attempt?.wire === wire);
  const attempt = name && quest[name].attempt;
  if (!name || !attempt) return quest;
  const { tries, previous } = over(quest[name], attempt);
  const dueAt = around.now + (pauseMs ?? backoffMs(tries - 1, around.random));
  return { ...quest, [name]: { tries, previous, attempt: null, dueAt } };
}

/** Strikes a WebSocket that opened and carried nothing while another attempt got a session. */
export function trustAfter(quest: Quest, wire: number, { trust, now }: Surroundings): TransportTrust {
  const isStalled = attemptsOf(quest).some((other) => other.wire !== wire && hasStalled(other, now));
  return isStalled ? struck(trust, now) : trust;
}

function hasStalled(attempt: Attempt | null, now: number): boolean {
  if (attempt === null || attempt.transport !== 'websocket' || attempt.reachedAt === null) return false;
  if (attempt.session !== null) return false;
  return now - attempt.reachedAt >= Math.max(STALLED_MS, attempt.reachedAt - attempt.begunAt);
}
