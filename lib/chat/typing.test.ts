import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockForTests } from './clock-for-tests';
import type { Member } from './member';
import type { TypingChange } from './typing';
import { createTypingList, createTypist, TYPING_GAP_MS, TYPING_TTL_MS } from './typing';

const ada: Member = { id: 'a', name: 'Ada' };
const ben: Member = { id: 'b', name: 'Ben' };

const change = (news: Partial<TypingChange>): TypingChange => ({
  room: 'lobby',
  typing: [],
  stopped: [],
  ...news,
});

describe('who types', () => {
  function setUp() {
    const clock = new ClockForTests();
    const told: (readonly [number, string, boolean])[] = [];
    const typist = createTypist({
      after: clock.after,
      tell: (room, isTyping) => told.push([clock.now(), room, isTyping]),
    });
    return { clock, told, typist };
  }

  it('[Y2] is signalled with the first key, not with each, and is over after five seconds without one', () => {
    const { clock, told, typist } = setUp();
    for (let key = 0; key < 10; key++) {
      typist.typed('lobby');
      clock.pass(100);
    }
    clock.pass(60_000);
    expect(told).toEqual([
      [0, 'lobby', true],
      [2_000, 'lobby', true],
      [900 + TYPING_TTL_MS, 'lobby', false],
    ]);
  });

  it('[Y2] is signalled again for as long as keys are pressed', () => {
    const { clock, told, typist } = setUp();
    for (let key = 0; key < 50; key++) {
      typist.typed('lobby');
      clock.pass(200);
    }
    expect(told.map(([at]) => at)).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
    expect(told.every(([, , isTyping]) => isTyping)).toBe(true);
  });

  it('[Y3] is over with the message, without another signal', () => {
    const { clock, told, typist } = setUp();
    typist.typed('lobby');
    typist.typed('lobby');
    typist.sent('lobby');
    clock.pass(60_000);
    expect(told).toEqual([[0, 'lobby', true]]);
  });

  it('[Y3] is over when the field is emptied; a member who was never announced is not taken back', () => {
    const { clock, told, typist } = setUp();
    typist.typed('lobby');
    typist.typed('attic');
    typist.stopped('attic');
    typist.stopped('lobby');
    clock.pass(60_000);
    expect(told).toEqual([
      [0, 'lobby', true],
      [2_000, 'lobby', false],
    ]);
  });

  it('[Y2] is signalled at most once in two seconds, over all rooms, and not for ever', () => {
    const room = fc.constantFrom('lobby', 'attic', 'cellar');
    const step = fc.oneof(
      fc.record({ does: fc.constantFrom('typed', 'stopped', 'sent'), room }),
      fc.record({ pass: fc.integer({ min: 1, max: 6_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { clock, told, typist } = setUp();
        for (const now of steps) {
          if ('pass' in now) clock.pass(now.pass);
          else typist[now.does as 'typed' | 'stopped' | 'sent'](now.room);
        }
        clock.pass(60_000);
        for (const [index, [at]] of told.entries()) {
          if (index > 0) expect(at - (told[index - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(TYPING_GAP_MS);
        }
        expect(clock.timers).toBe(0);
      }),
    );
  });
});

describe('the list of who types', () => {
  function setUp() {
    const clock = new ClockForTests();
    const shown: string[][] = [];
    const list = createTypingList({
      after: clock.after,
      changed: (members) => shown.push(members.map(({ name }) => name)),
    });
    return { clock, shown, list };
  }

  it('[Y1] keeps the order in which they began, and changes only when who types does', () => {
    const { clock, shown, list } = setUp();
    list.heard(change({ typing: [ben] }));
    list.heard(change({ typing: [ada] }));
    clock.pass(2_000);
    list.heard(change({ typing: [ben] }));
    list.heard(change({ stopped: ['a', 'nobody'] }));
    expect(shown).toEqual([['Ben'], ['Ben', 'Ada'], ['Ben']]);
  });

  it('[Y4] forgets a member who is silent for five seconds, without a signal', () => {
    const { clock, shown, list } = setUp();
    list.heard(change({ typing: [ada, ben] }));
    clock.pass(3_000);
    list.heard(change({ typing: [ben] }));
    clock.pass(2_000);
    expect(shown.at(-1)).toEqual(['Ben']);
    clock.pass(3_000);
    expect(shown.at(-1)).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('[Y3] forgets a member who has said something, even if a signal comes after the message', () => {
    const { clock, shown, list } = setUp();
    list.heard(change({ typing: [ada] }));
    list.said('a');
    list.heard(change({ typing: [ada] }));
    expect(shown).toEqual([['Ada'], []]);
    clock.pass(500);
    list.heard(change({ typing: [ada] }));
    expect(shown.at(-1)).toEqual(['Ada']);
  });

  it('[Y1] shows a member’s current name', () => {
    const { shown, list } = setUp();
    list.heard(change({ typing: [ada] }));
    list.heard(change({ typing: [{ id: 'a', name: 'Countess' }] }));
    expect(shown).toEqual([['Ada'], ['Countess']]);
  });

  it('[Y4] whatever arrives or is lost, shows the members heard of in the last five seconds', () => {
    const id = fc.constantFrom('a', 'b', '__proto__');
    const step = fc.oneof(
      fc.record({ typing: id }),
      fc.record({ stopped: id }),
      fc.record({ pass: fc.integer({ min: 1, max: 4_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, shown, list } = setUp();
        const until = new Map<string, number>();
        for (const now of steps) {
          if ('pass' in now) clock.pass(now.pass);
          else if ('typing' in now) {
            list.heard(change({ typing: [{ id: now.typing, name: now.typing }] }));
            until.set(now.typing, clock.now() + TYPING_TTL_MS);
          } else {
            list.heard(change({ stopped: [now.stopped] }));
            until.delete(now.stopped);
          }
          const expected = [...until].filter(([, end]) => end > clock.now()).map(([name]) => name);
          expect([...(shown.at(-1) ?? [])].sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});
