import type { Session } from '@/lib/chat/events/session';
import {
  type Circumstances,
  type Connecting,
  type ConnectingEvent,
  type Effect,
  lineOf,
  type Phase,
  surroundings,
} from './connecting-state';
import { answered, asked, doubted, heard, isStillborn, judge, type Line, openLine, unwatched } from './line';
import {
  type Attempt,
  advance,
  attemptsOf,
  backoffMs,
  failed,
  opened,
  type Quest,
  reached,
  seek,
  seekUrgently,
  trustAfter,
  withoutReluctance,
} from './quest';
import { isForgiven, struck } from './transport-trust';

type Seeking = Extract<Phase, { quest: Quest }>;
type Step = readonly [Connecting, readonly Effect[]];

/** How long until we try again a node that turned us away; jitter adds up to half as much. */
const KNOCK_AGAIN_MS = 1_000;
/** How long a page that left a node because it cannot store, and was sent back to it, waits before trying for another. */
const KNOCK_ELSEWHERE_MS = 250;

/** Returns the connection's next state and what to do for it. Pure: all decisions about the connection are made here. */
export function step(state: Connecting, event: ConnectingEvent, given: Circumstances): Step {
  const [next, effects] = react(state, event, given);
  const { phase } = next;
  if (!('quest' in phase)) return [next, effects];
  const [quest, { trust, nextWire }] = advance(phase.quest, surroundings(next, given));
  return [{ ...next, trust, nextWire, phase: { ...phase, quest } }, effects];
}

/** Handles the event in any phase. Events from a wire that the phase does not hold change nothing. */
function react(state: Connecting, event: ConnectingEvent, given: Circumstances): Step {
  switch (event.type) {
    case 'connect':
      return search(state, seek(given.now));
    case 'close':
      return [{ ...state, phase: { is: 'closed' } }, toldLost(state.phase)];
    case 'renew':
      return renew(state, given);
    case 'check':
      return check(state, given);
    case 'changed':
      return given.isVisible ? check(state, given) : [state, []];
    case 'time':
      return watch(state, given);
    case 'reached':
      return [withQuest(state, (quest) => reached(quest, event.wire, given.now)), []];
    case 'opened':
      return open(state, event.wire, event.session, given);
    case 'heard':
      return hear(state, event.wire, (line) => heard(line, given));
    case 'answered':
      return answer(state, event, given);
    case 'draining':
      return drain(state, event.wire, given);
    case 'lost':
      return lose(state, event.wire, given);
    case 'turnedAway':
      return turnAway(state, event, given);
    case 'joined':
      return join(state, event, given);
  }
}

const withPhase = (state: Connecting, phase: Phase): Connecting => ({ ...state, phase });

const withQuest = (state: Connecting, change: (quest: Quest) => Quest): Connecting =>
  'quest' in state.phase ? withPhase(state, { ...state.phase, quest: change(state.phase.quest) }) : state;

const toldLost = (phase: Phase): readonly Effect[] => (lineOf(phase) === null ? [] : [{ do: 'tellLost' }]);

const search = (state: Connecting, quest: Quest, silent: Line | null = null): Step => [
  withPhase(state, { is: 'searching', quest, silent }),
  toldLost(state.phase),
];

function carry(state: Connecting, wire: number, given: Circumstances): Connecting {
  const attempt = attemptOf(state.phase, wire);
  if (attempt === null) return state;
  return { ...state, trip: attempt.trip, phase: { is: 'carried', line: openLine(attempt, given) } };
}

/** The handshake has changed: attempts that began with the old one begin again. */
function renew(state: Connecting, given: Circumstances): Step {
  const { phase } = state;
  if (phase.is === 'closed') return [state, []];
  const quest = seek(given.now);
  const line = lineOf(phase);
  return line === null
    ? search(state, quest)
    : [withPhase(state, { is: 'moving', line, quest, why: 'leaving' }), []];
}

function check(state: Connecting, given: Circumstances): Step {
  const line = lineOf(state.phase);
  return line === null || line.watch.is !== 'trusting' ? [state, []] : ask(state, line, given);
}

/** Clears earlier doubts until the answer. */
function ask(state: Connecting, line: Line, { now }: Circumstances): Step {
  return [trusting(state, asked(line, now)), [{ do: 'ask', wire: line.wire }]];
}

/** Keeps the line and ends the search for a replacement, unless the page is leaving the node anyway. */
function trusting(state: Connecting, line: Line): Connecting {
  const { phase } = state;
  const isLeft = phase.is === 'moving' && phase.why === 'leaving';
  return withPhase(state, isLeft ? { ...phase, line } : { is: 'carried', line });
}

function watch(state: Connecting, given: Circumstances): Step {
  const line = lineOf(state.phase);
  const verdict = line === null ? 'trusted' : judge(line, given.now);
  if (line === null || verdict === 'trusted') return [state, []];
  if (!given.isVisible) return [trusting(state, unwatched(line)), []];
  if (verdict === 'ask') return ask(withBetterTransport(state, line, given), line, given);
  const quest = 'quest' in state.phase ? state.phase.quest : seekUrgently(given.now, line.vainDoubts);
  if (verdict === 'silent') return search(state, withoutReluctance(quest, given.now), line);
  const why = state.phase.is === 'moving' ? state.phase.why : 'silence';
  return [withPhase(state, { is: 'moving', line: doubted(line), quest, why }), []];
}

/** A page that had to give up WebSockets tries them again after a while, beside the line that it has. */
function withBetterTransport(state: Connecting, line: Line, given: Circumstances): Connecting {
  const isContent = line.transport === 'websocket' || !isForgiven(state.trust, given.now);
  if (isContent || state.phase.is !== 'carried') return state;
  return withPhase(state, {
    is: 'moving',
    line,
    quest: seek(given.now),
    why: 'leaving',
  });
}

function open(state: Connecting, wire: number, session: Session, given: Circumstances): Step {
  const { phase } = state;
  const attempt = attemptOf(phase, wire);
  if (!('quest' in phase) || attempt === null) return [state, []];
  const quest = opened(phase.quest, wire, session, given.now);
  const next = { ...state, trust: trustIn(phase, attempt, state, given), phase: { ...phase, quest } };
  // While nothing carries the chat, there is no need to join behind its back.
  if (phase.is === 'moving') return [next, [{ do: 'join', wire }]];
  return [carry(next, wire, given), [{ do: 'tellOpened', session, wire }]];
}

const attemptOf = (phase: Phase, wire: number): Attempt | null =>
  ('quest' in phase ? attemptsOf(phase.quest) : []).find((attempt) => attempt.wire === wire) ?? null;

/** Strikes WebSockets when one never worked and a session is open over another transport. */
function trustIn(phase: Seeking, { transport, wire }: Attempt, state: Connecting, given: Circumstances) {
  if (transport === 'websocket') return state.trust;
  const moved = phase.is === 'moving' && phase.why === 'silence' ? phase.line : null;
  const silent = phase.is === 'searching' ? phase.silent : moved;
  if (silent !== null && isStillborn(silent)) return struck(state.trust, given.now);
  return trustAfter(phase.quest, wire, surroundings(state, given));
}

function hear(state: Connecting, wire: number, change: (line: Line) => Line): Step {
  const line = lineOf(state.phase);
  if (line?.wire !== wire) return [state, []];
  const now = change(line);
  if (now === line) return [state, []];
  return [trusting(state, now), []];
}

function answer(
  state: Connecting,
  { wire, sampleMs }: Extract<ConnectingEvent, { type: 'answered' }>,
  given: Circumstances,
): Step {
  const change = (line: Line) => answered(line, given, sampleMs);
  const { phase } = state;
  if (phase.is === 'searching' && phase.silent?.wire === wire) {
    const line = change(phase.silent);
    return [{ ...state, trip: line.trip, phase: { is: 'carried', line } }, [{ do: 'tellResumed' }]];
  }
  const [next, effects] = hear(state, wire, change);
  return [{ ...next, trip: lineOf(next.phase)?.trip ?? next.trip }, effects];
}

function drain(state: Connecting, wire: number, given: Circumstances): Step {
  const { phase } = state;
  const line = lineOf(phase);
  if (line?.wire === wire) {
    // The node itself says that it is going, so earlier false alarms are no reason to wait.
    const quest = 'quest' in phase ? withoutReluctance(phase.quest, given.now) : seek(given.now);
    return [withPhase(state, { is: 'moving', line, quest, why: 'leaving' }), []];
  }
  return fail(state, wire, given, KNOCK_AGAIN_MS * (0.5 + given.random()));
}

const fail = (state: Connecting, wire: number, given: Circumstances, pauseMs?: number): Step => [
  withQuest(state, (quest) => failed(quest, wire, surroundings(state, given), pauseMs)),
  [],
];

function lose(state: Connecting, wire: number, given: Circumstances): Step {
  const { phase } = state;
  if (phase.is === 'searching' && phase.silent?.wire === wire)
    return [
      withPhase(state, { ...phase, quest: withoutReluctance(phase.quest, given.now), silent: null }),
      [],
    ];
  if (lineOf(phase)?.wire !== wire) return fail(state, wire, given);
  const pauseMs = backoffMs(0, given.random);
  const quest = 'quest' in phase ? withoutReluctance(phase.quest, given.now) : seek(given.now, pauseMs);
  return search(state, quest);
}

function turnAway(
  state: Connecting,
  { wire, error }: Extract<ConnectingEvent, { type: 'turnedAway' }>,
  given: Circumstances,
): Step {
  const { phase } = state;
  if (attemptOf(phase, wire) === null) return [state, []];
  const told: readonly Effect[] = phase.is === 'searching' ? [{ do: 'tellTurnedAway', error }] : [];
  if (error.retryable) {
    const hasComeBack = phase.is === 'moving' && error.code === 'store_unavailable';
    const pauseMs = hasComeBack ? KNOCK_ELSEWHERE_MS : KNOCK_AGAIN_MS;
    const [next] = fail(state, wire, given, pauseMs * (1 + given.random() / 2));
    return [next, told];
  }
  // A page that is too old for the other nodes stays with its node for as long as that lasts.
  if (phase.is === 'moving') return [withPhase(state, { is: 'carried', line: phase.line }), []];
  return [withPhase(state, { is: 'closed' }), told];
}

function join(
  state: Connecting,
  { wire, isIn }: Extract<ConnectingEvent, { type: 'joined' }>,
  given: Circumstances,
): Step {
  const { phase } = state;
  const session = attemptOf(phase, wire)?.session ?? null;
  if (session === null) return [state, []];
  if (!isIn) return fail(state, wire, given, KNOCK_AGAIN_MS * (0.5 + given.random()));
  // If the old node is dead, its requests are repeated at the new one; if it is alive, it still answers them.
  const left: readonly Effect[] =
    phase.is === 'moving' && phase.why === 'leaving' ? [{ do: 'retire', wire: phase.line.wire }] : [];
  const isLeft = left.length > 0;
  return [carry(state, wire, given), [...left, { do: 'tellMoved', session, wire, isLeft }]];
}
