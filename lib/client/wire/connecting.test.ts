import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import type { Session } from '@/lib/chat/events/session';
import { step } from './connecting';
import {
  CLOSED,
  type Connecting,
  type ConnectingEvent,
  dueAt,
  type Effect,
  lineOf,
  wiresOf,
} from './connecting-state';

const session: Session = {
  member: { id: 'me', name: 'Ada' },
  node: 'node-1',
  isStoring: true,
  isAdmin: false,
};
const FINAL = reportOf('outdated_page');
const PASSING = reportOf('store_unavailable');

/** Takes the events one after another, each so many milliseconds after the one before. */
function run(state: Connecting, events: readonly (readonly [number, ConnectingEvent])[], startsAt = 0) {
  let now = startsAt;
  let all: readonly Effect[] = [];
  for (const [afterMs, event] of events) {
    now += afterMs;
    const [next, effects] = step(state, event, { now, random: () => 0.5, isVisible: true });
    state = next;
    all = [...all, ...effects];
  }
  return { state, effects: all, now };
}

const carried = run(CLOSED, [
  [0, { type: 'connect' }],
  [10, { type: 'reached', wire: 1 }],
  [10, { type: 'opened', wire: 1, session }],
]);
const asking = run(carried.state, [[2_000, { type: 'time' }]], carried.now);
const doubting = run(asking.state, [[500, { type: 'time' }]], asking.now);
const joining = run(doubting.state, [[10, { type: 'opened', wire: 2, session }]], doubting.now);
const givenUp = run(doubting.state, [[1_500, { type: 'time' }]], doubting.now);
const leaving = run(carried.state, [[100, { type: 'draining', wire: 1 }]], carried.now);

const STATES = {
  closed: { state: CLOSED, now: 0, attempt: 99 },
  searching: { ...run(CLOSED, [[0, { type: 'connect' }]]), attempt: 1 },
  givenUp: { ...givenUp, attempt: 3 },
  carried: { ...carried, attempt: 99 },
  asking: { ...asking, attempt: 99 },
  doubting: { ...doubting, attempt: 2 },
  joining: { ...joining, attempt: 2 },
  leaving: { ...leaving, attempt: 2 },
} as const;

/** The transports that are tried beside the first line. */
const attempted = (state: Connecting) =>
  [...wiresOf(state)].flatMap(([wire, transport]) => (wire === 1 ? [] : transport));

type Name = keyof typeof STATES;
const NAMES = Object.keys(STATES) as Name[];

/** By event: the phase that follows each state, in the order above. */
const TABLE: readonly (readonly [string, (attempt: number) => ConnectingEvent, string])[] = [
  ['connect', () => ({ type: 'connect' }), 's s s s s s s s'],
  ['close', () => ({ type: 'close' }), '- - - - - - - -'],
  ['renew', () => ({ type: 'renew' }), '- s s m m m m m'],
  ['check', () => ({ type: 'check' }), '- s s c c m m m'],
  ['seen', () => ({ type: 'changed' }), '- s s c c m m m'],
  ['time', () => ({ type: 'time' }), '- s s c c m m m'],
  ['the line is heard', () => ({ type: 'heard', wire: 1 }), '- s s c c c c m'],
  ['the line answers', () => ({ type: 'answered', wire: 1, sampleMs: 20 }), '- s c c c c c m'],
  ['the line drains', () => ({ type: 'draining', wire: 1 }), '- s s m m m m m'],
  ['the line is lost', () => ({ type: 'lost', wire: 1 }), '- s s s s s s s'],
  ['the attempt is reached', (wire) => ({ type: 'reached', wire }), '- s s c c m m m'],
  ['the attempt opens', (wire) => ({ type: 'opened', wire, session }), '- c c c c m m m'],
  ['the attempt is in', (wire) => ({ type: 'joined', wire, isIn: true }), '- s s c c m c m'],
  ['the attempt is not in', (wire) => ({ type: 'joined', wire, isIn: false }), '- s s c c m m m'],
  ['the attempt drains', (wire) => ({ type: 'draining', wire }), '- s s c c m m m'],
  ['the attempt is lost', (wire) => ({ type: 'lost', wire }), '- s s c c m m m'],
  ['the attempt may come again', (wire) => ({ type: 'turnedAway', wire, error: PASSING }), '- s s c c m m m'],
  ['the attempt may not', (wire) => ({ type: 'turnedAway', wire, error: FINAL }), '- - - c c c c c'],
];
const LETTERS: Readonly<Record<string, string>> = {
  '-': 'closed',
  s: 'searching',
  c: 'carried',
  m: 'moving',
};

describe('connecting', () => {
  for (const [title, eventOf, row] of TABLE) {
    it(`[R6] every state has an answer to: ${title}`, () => {
      const followed = NAMES.map((name) => {
        const { state, now, attempt } = STATES[name];
        return run(state, [[0, eventOf(attempt)]], now).state.phase.is;
      });
      expect(followed).toEqual(row.split(' ').map((letter) => LETTERS[letter]));
    });
  }

  it('[R6] an event from a wire that is gone changes nothing, in any state', () => {
    const stale: readonly ConnectingEvent[] = [
      { type: 'reached', wire: 77 },
      { type: 'opened', wire: 77, session },
      { type: 'heard', wire: 77 },
      { type: 'answered', wire: 77 },
      { type: 'draining', wire: 77 },
      { type: 'lost', wire: 77 },
      { type: 'turnedAway', wire: 77, error: FINAL },
      { type: 'joined', wire: 77, isIn: true },
    ];
    for (const { state, now } of Object.values(STATES)) {
      for (const event of stale) expect(run(state, [[0, event]], now)).toEqual({ state, effects: [], now });
    }
  });

  it('[R11] a WebSocket that has answered for a while is not struck when its node freezes', () => {
    const opened: readonly (readonly [number, ConnectingEvent])[] = [
      [0, { type: 'connect' }],
      [10, { type: 'reached', wire: 1 }],
      [10, { type: 'opened', wire: 1, session }],
    ];
    const frozen: readonly (readonly [number, ConnectingEvent])[] = [
      [2_000, { type: 'time' }],
      [500, { type: 'time' }],
      [250, { type: 'time' }],
      [10, { type: 'opened', wire: 3, session }],
    ];
    const strikesAfter = (answeredAfterMs: number) =>
      run(CLOSED, [...opened, [answeredAfterMs, { type: 'answered', wire: 1 }], ...frozen]).state.trust
        .strikes;
    expect(strikesAfter(6_000)).toBe(0);
    // First words only, as behind a virus scanner.
    expect(strikesAfter(100)).toBe(1);
  });

  it('[R4] a page that leaves by long polling, and is refused wherever that leads, tries a WebSocket', () => {
    const { state, now } = run({ ...carried.state, trust: { strikes: 1, until: 600_000 } }, [], carried.now);
    let at = now;
    let [next] = step(state, { type: 'draining', wire: 1 }, { now: at, random: () => 0.5, isVisible: true });
    while (!attempted(next).includes('websocket') && at < now + 1_500) {
      const polling = [...wiresOf(next)].find(([wire]) => wire !== 1);
      at = polling ? at + 5 : Math.max(at + 1, dueAt(next));
      const event: ConnectingEvent = polling ? { type: 'lost', wire: polling[0] } : { type: 'time' };
      [next] = step(next, event, { now: at, random: () => 0.5, isVisible: true });
    }
    expect(at).toBeLessThan(now + 1_000);
  });

  it('[A6] a page that leaves a node that cannot store, and is led back to it, asks for another at once', () => {
    let { state, now } = leaving;
    let refused = 0;
    while (refused < 4) {
      const attempt = [...wiresOf(state)].find(([wire]) => wire !== 1);
      if (attempt === undefined) {
        now = dueAt(state);
        [state] = step(state, { type: 'time' }, { now, random: () => 0.5, isVisible: true });
      } else {
        const event: ConnectingEvent = { type: 'turnedAway', wire: attempt[0], error: PASSING };
        [state] = step(state, event, { now, random: () => 0.5, isVisible: true });
        refused += 1;
      }
    }
    expect(now - leaving.now).toBeLessThan(1_500);
    expect(lineOf(state.phase)?.wire).toBe(1);
  });

  it('[R4] a node that says it is ending is left at once, however often it was doubted in vain', () => {
    let { state, now } = run(carried.state, [], carried.now);
    for (let doubt = 0; doubt < 3; doubt += 1) {
      const doubted = run(
        state,
        [
          [2_000, { type: 'time' }],
          [500, { type: 'time' }],
        ],
        now,
      );
      const answered = run(doubted.state, [[100, { type: 'answered', wire: 1 }]], doubted.now);
      ({ state, now } = doubt < 2 ? answered : doubted);
    }
    const ends = run(state, [[10, { type: 'draining', wire: 1 }]], now);
    expect(attempted(ends.state)).toContain('websocket');
  });

  const wire = fc.integer({ min: 1, max: 12 });
  const event: fc.Arbitrary<ConnectingEvent> = fc.oneof(
    fc.record({ type: fc.constantFrom('connect', 'close', 'renew', 'check', 'changed', 'time') }),
    fc.record({ type: fc.constantFrom('reached', 'heard', 'draining', 'lost'), wire }),
    fc.record({ type: fc.constant('opened' as const), wire, session: fc.constant(session) }),
    fc.record({
      type: fc.constant('answered' as const),
      wire,
      sampleMs: fc.integer({ min: 0, max: 60_000 }),
    }),
    fc.record({ type: fc.constant('turnedAway' as const), wire, error: fc.constantFrom(FINAL, PASSING) }),
    fc.record({ type: fc.constant('joined' as const), wire, isIn: fc.boolean() }),
  );
  const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 6_000 }), event), { maxLength: 60 });

  it('[R6] whatever happens, at most three wires are held, and something is due unless all is over', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), events, (from, taken) => {
        let { state, now }: { state: Connecting; now: number } = STATES[from];
        let isTold = lineOf(state.phase) !== null;
        for (const each of taken) {
          const next = run(state, [each], now);
          ({ state, now } = next);
          for (const { do: what } of next.effects) {
            if (what === 'tellLost') expect(isTold).toBe(true);
            if (what === 'tellLost' || what === 'tellTurnedAway') isTold = false;
            if (what === 'tellOpened' || what === 'tellResumed' || what === 'tellMoved') isTold = true;
          }
          expect(wiresOf(state).size).toBeLessThanOrEqual(3);
          expect(Math.max(0, ...wiresOf(state).keys())).toBeLessThan(state.nextWire);
          // The chat believes in a connection exactly where there is a line.
          expect(lineOf(state.phase) !== null).toBe(isTold);
          expect(state.phase.is === 'closed').toBe(dueAt(state) === Number.POSITIVE_INFINITY);
          if (state.phase.is === 'closed') expect(wiresOf(state).size).toBe(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
