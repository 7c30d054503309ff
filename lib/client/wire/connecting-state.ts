import type { ErrorReport } from '@/lib/chat/errors';
import type { Session } from '@/lib/chat/events/session';
import type { Line } from './line';
import { attemptsOf, type Quest, questDueAt, type Surroundings } from './quest';
import type { RoundTrip } from './round-trip';
import { type TransportTrust, UNTRIED } from './transport-trust';
import type { Transport } from './wire';

/**
 * How a page gets a connection and keeps it. A wire that the phase does not name gets closed, and a timer is a time in the
 * phase: leaving a phase cleans up after it.
 */
export type Phase =
  | { readonly is: 'closed' }
  /** Nothing carries the chat. A line that was given up may still answer before another is found. */
  | { readonly is: 'searching'; readonly quest: Quest; readonly silent: Line | null }
  | { readonly is: 'carried'; readonly line: Line }
  /** The line carries the chat until another is found: it is silent, or the page is leaving it anyway. */
  | {
      readonly is: 'moving';
      readonly line: Line;
      readonly quest: Quest;
      readonly why: 'silence' | 'leaving';
    };

export interface Connecting {
  readonly phase: Phase;
  /** Of the latest line: what to expect of the next. */
  readonly trip: RoundTrip | null;
  readonly trust: TransportTrust;
  readonly nextWire: number;
}

export const CLOSED: Connecting = { phase: { is: 'closed' }, trip: null, trust: UNTRIED, nextWire: 1 };

/** What the page wants; `changed` means that the reader or the network came or went. */
type FromPage = { readonly type: 'connect' | 'close' | 'renew' | 'check' | 'changed' };

type FromWire =
  | { readonly type: 'reached' | 'heard' | 'draining' | 'lost'; readonly wire: number }
  | { readonly type: 'opened'; readonly wire: number; readonly session: Session }
  /** With `sampleMs` if the answer says how long the link takes. */
  | { readonly type: 'answered'; readonly wire: number; readonly sampleMs?: number }
  | { readonly type: 'turnedAway'; readonly wire: number; readonly error: ErrorReport }
  /** The rooms were joined over the wire, or could not be. */
  | { readonly type: 'joined'; readonly wire: number; readonly isIn: boolean };

export type ConnectingEvent = FromPage | FromWire | { readonly type: 'time' };

export type Effect =
  | { readonly do: 'ask' | 'join' | 'retire'; readonly wire: number }
  /** Tells the chat that there is a session, or that another wire has taken over. */
  | { readonly do: 'tellOpened'; readonly session: Session; readonly wire: number }
  /** `isLeft`: the earlier wire is alive and has told everything up to now. */
  | {
      readonly do: 'tellMoved';
      readonly session: Session;
      readonly wire: number;
      readonly isLeft: boolean;
    }
  /** Tells the chat that there is no connection, or that it was given up too soon. */
  | { readonly do: 'tellLost' | 'tellResumed' }
  | { readonly do: 'tellTurnedAway'; readonly error: ErrorReport };

export interface Circumstances {
  readonly now: number;
  /** From 0 to just below 1. */
  readonly random: () => number;
  readonly isVisible: boolean;
}

/** The wires that the phase holds, with the transport for opening each. */
export function wiresOf({ phase }: Connecting): ReadonlyMap<number, Transport> {
  const attempts = 'quest' in phase ? attemptsOf(phase.quest) : [];
  const lines = [lineOf(phase), phase.is === 'searching' ? phase.silent : null];
  const held = [...attempts, ...lines.filter((line) => line !== null)];
  return new Map(held.map(({ wire, transport }) => [wire, transport]));
}

/** The line that carries the chat. */
export const lineOf = (phase: Phase): Line | null => ('line' in phase ? phase.line : null);

/** How long the link takes over this wire. */
export function tripOver({ phase, trip }: Connecting, wire: number): RoundTrip | null {
  const attempts = 'quest' in phase ? attemptsOf(phase.quest) : [];
  return attempts.find((attempt) => attempt.wire === wire)?.trip ?? trip;
}

/** When something has to be done if nothing happens before; `Infinity` if nothing has. */
export function dueAt({ phase }: Connecting): number {
  const questAt = 'quest' in phase ? questDueAt(phase.quest) : Number.POSITIVE_INFINITY;
  return Math.min(questAt, lineOf(phase)?.watch.dueAt ?? Number.POSITIVE_INFINITY);
}

export const surroundings = (
  { trip, trust, nextWire }: Connecting,
  { now, random }: Circumstances,
): Surroundings => ({ now, random, trip, trust, nextWire });
