import type { Attempt } from './quest';
import { lateAfterMs, measured, patienceMs, type RoundTrip } from './round-trip';
import type { Transport } from './wire';

/** A connection with a session, and how sure the page is that the node at its other end is alive. */
export interface Line {
  readonly wire: number;
  readonly transport: Transport;
  readonly openedAt: number;
  /** When the last answer came, which proves that the node hears us. */
  readonly answeredAt: number | null;
  readonly trip: RoundTrip | null;
  /** When the oldest question since the last answer was asked. */
  readonly unansweredSince: number | null;
  /** How often in a row the page doubted the node and it answered after all. */
  readonly vainDoubts: number;
  readonly watch: Watch;
}

/** All is well until `dueAt`; `Infinity` means that nobody is watching. */
export type Watch =
  | { readonly is: 'trusting'; readonly dueAt: number }
  | { readonly is: 'asking'; readonly askedAt: number; readonly dueAt: number }
  | { readonly is: 'doubting'; readonly askedAt: number; readonly dueAt: number };

/** What to do with a line when its watch is due. */
export type Verdict = 'trusted' | 'ask' | 'doubted' | 'silent';

/** How long nothing may be heard of a node before the page asks it. */
const SILENCE_MS = 2_000;

const LATE_MAX_MS = 5_000;

/** A timer this late means that the page was stopped or throttled, and says nothing about the node. */
const LATE_TIMER_MS = 500;

/** How long news counts as an answer: behind much news a real answer is late, but a node that cannot hear us never answers. */
const NEWS_FOR_ANSWER_MS = 6_000;

/** A line that falls silent this soon never worked: a virus scanner may let the first words of a WebSocket through. */
const YOUNG_MS = 30_000;
/** First words take at most this long: a line that still answers later works, and silence after that is the node's. */
const FIRST_WORDS_MS = 5_000;

interface Moment {
  readonly now: number;
  /** From 0 to just below 1. */
  readonly random: () => number;
}

export const openLine = ({ wire, transport, trip }: Attempt, moment: Moment): Line => ({
  wire,
  transport,
  trip,
  openedAt: moment.now,
  answeredAt: null,
  unansweredSince: null,
  vainDoubts: 0,
  watch: trusting(moment),
});

/** Each page draws its own moment, so that a thousand that fell silent together do not leave together. */
const trusting = ({ now, random }: Moment): Watch => ({
  is: 'trusting',
  dueAt: now + SILENCE_MS * (0.8 + random() * 0.2),
});

export const asked = (line: Line, now: number): Line => ({
  ...line,
  unansweredSince: line.unansweredSince ?? now,
  watch: { is: 'asking', askedAt: now, dueAt: now + lateMs(line) },
});

/** Capped: a link that was slow may be fast by now and the node gone, and looking around in vain costs little. */
const lateMs = ({ trip }: Line): number => Math.min(LATE_MAX_MS, lateAfterMs(trip));

/** News came, which may count as an answer; a node that owes an answer is asked again all the same. */
export function heard(line: Line, moment: Moment): Line {
  const { unansweredSince, watch } = line;
  if (unansweredSince === null) return { ...line, watch: trusting(moment) };
  const isOverdue = moment.now - unansweredSince >= Math.max(NEWS_FOR_ANSWER_MS, 3 * lateAfterMs(line.trip));
  return isOverdue || watch.is === 'trusting' ? line : { ...line, watch: trusting(moment) };
}

/** @param sampleMs how long the answer took, if that says something about the link */
export function answered(line: Line, moment: Moment, sampleMs?: number): Line {
  const trip = sampleMs === undefined ? line.trip : measured(line.trip, sampleMs);
  const { watch } = line;
  const vainDoubts =
    watch.is === 'doubting' ? line.vainDoubts + 1 : watch.is === 'asking' ? 0 : line.vainDoubts;
  return {
    ...line,
    trip,
    vainDoubts,
    answeredAt: moment.now,
    unansweredSince: null,
    watch: trusting(moment),
  };
}

/** Nobody is looking at the page: neither news nor silence says anything. */
export const unwatched = (line: Line): Line => ({
  ...line,
  unansweredSince: null,
  watch: { is: 'trusting', dueAt: Number.POSITIVE_INFINITY },
});

export function judge({ watch }: Line, now: number): Verdict {
  if (now < watch.dueAt) return 'trusted';
  if (watch.is === 'trusting' || now > watch.dueAt + LATE_TIMER_MS) return 'ask';
  return watch.is === 'asking' ? 'doubted' : 'silent';
}

export function doubted(line: Line): Line {
  const { watch } = line;
  if (watch.is !== 'asking') return line;
  const dueAt = watch.askedAt + patienceMs(line.trip);
  return { ...line, watch: { is: 'doubting', askedAt: watch.askedAt, dueAt } };
}

/** Whether a WebSocket fell silent before it ever worked. */
export function isStillborn({ transport, openedAt, answeredAt, unansweredSince }: Line): boolean {
  if (transport === 'polling' || unansweredSince === null) return false;
  const hasWorked = answeredAt !== null && answeredAt - openedAt >= FIRST_WORDS_MS;
  return !hasWorked && unansweredSince - openedAt < YOUNG_MS;
}
