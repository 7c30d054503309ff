import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClockForTests } from '@/lib/chat/clock-for-tests';
import type { TypingChange } from '@/lib/chat/typing';
import { TYPING_GAP_MS, TYPING_TTL_MS } from '@/lib/chat/typing';
import { RoomTyping } from './room-typing';

/** How long a signal takes from one node to the other. */
const LATENCY_MS = 30;

const ada = { id: 'a', name: 'Ada' };
const ben = { id: 'b', name: 'Ben' };

function setUp() {
  const clock = new ClockForTests();
  const changes: (TypingChange & { readonly at: number })[] = [];
  const signals: TypingChange[] = [];
  const typing = new RoomTyping({
    after: clock.after,
    now: clock.now,
    changed: (change) => changes.push({ ...change, at: clock.now() }),
    signal: (change) => signals.push(change),
  });
  const inRoom = (room: string) =>
    changes
      .filter((change) => change.room === room)
      .map(({ at, typing: began, stopped }) => ({ at, typing: began, stopped }));
  return { clock, changes, signals, typing, inRoom };
}

it('[Y2] a thousand signals a second from all of a member’s tabs reach others as one in two seconds', () => {
  const { clock, changes, signals, typing } = setUp();
  for (let millisecond = 0; millisecond < 10_000; millisecond++) {
    typing.set('lobby', ada, `tab ${millisecond % 7}`, millisecond % 3 > 0);
    clock.pass(1);
  }
  expect(changes.map(({ at }) => at).length).toBeLessThanOrEqual(6);
  for (const [index, { at }] of changes.entries()) {
    if (index > 0) expect(at - (changes[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(TYPING_GAP_MS);
  }
  expect(signals).toHaveLength(changes.length);
});

it('[Y2] coming back over another connection does not let a member type more often', () => {
  const { clock, changes, typing } = setUp();
  for (let time = 0; time < 100; time++) {
    typing.set('lobby', ada, `tab ${time}`, true);
    typing.leave('lobby', ada, `tab ${time}`);
    clock.pass(10);
  }
  expect(changes).toHaveLength(1);
});

it('[Y3] a member types in a room for as long as one of their tabs does', () => {
  const { clock, typing, inRoom } = setUp();
  typing.set('lobby', ada, 'one', true);
  typing.set('lobby', ada, 'two', true);
  clock.pass(4_000);
  typing.set('lobby', ada, 'one', false);
  clock.pass(500);
  expect(inRoom('lobby').flatMap(({ stopped }) => stopped)).toEqual([]);
  typing.leave('lobby', ada, 'two');
  expect(inRoom('lobby').at(-1)).toEqual({ at: 4_500, typing: [], stopped: ['a'] });
});

it('[Y3] a tab that types and then falls silent does not keep the member’s other tabs from stopping', () => {
  const { clock, typing, inRoom } = setUp();
  typing.set('lobby', ada, 'frozen', true);
  clock.pass(4_000);
  typing.set('lobby', ada, 'two', true);
  clock.pass(2_000);
  typing.set('lobby', ada, 'two', false);
  clock.pass(1_000);
  expect(inRoom('lobby').at(-1)).toEqual({ at: 6_250, typing: [], stopped: ['a'] });
});

it('[Y3] a message cancels the signal that waits to be sent', () => {
  const { clock, changes, typing } = setUp();
  typing.set('lobby', ada, 'one', true);
  typing.set('lobby', ben, 'two', true);
  typing.set('lobby', ada, 'one', true);
  typing.said('lobby', 'a');
  typing.said('lobby', 'b');
  clock.pass(10_000);
  expect(changes.map(({ at }) => at)).toEqual([0]);
});

it('[Y5] many who type in a room are announced in batches of a bounded size, and all of them in the end', () => {
  const { clock, changes, signals, typing } = setUp();
  for (let index = 0; index < 200; index++) {
    typing.set('lobby', { id: `m${index}`, name: `M ${index}` }, `tab ${index}`, true);
  }
  expect(changes).toHaveLength(1);
  clock.pass(1_000);
  expect(changes).toHaveLength(5);
  clock.pass(60_000);
  expect(changes.map((change) => change.typing.length)).toEqual([1, ...Array(9).fill(20), 19]);
  expect(signals).toHaveLength(11);
});

it('[Y2] whatever their tabs do in whichever rooms, a member is announced once in two seconds, and forgotten later', () => {
  const step = fc.oneof(
    fc.record({
      does: fc.constantFrom('typed', 'stopped', 'said', 'leave'),
      room: fc.constantFrom('lobby', 'attic'),
      tab: fc.constantFrom('one', 'two', 'three'),
    }),
    fc.record({ pass: fc.integer({ min: 1, max: 6_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { clock, changes, typing } = setUp();
      for (const now of steps) {
        if ('pass' in now) clock.pass(now.pass);
        else if (now.does === 'said') typing.said(now.room, ada.id);
        else if (now.does === 'leave') typing.leave(now.room, ada, now.tab);
        else typing.set(now.room, ada, now.tab, now.does === 'typed');
      }
      for (const room of ['lobby', 'attic'])
        for (const tab of ['one', 'two', 'three']) typing.leave(room, ada, tab);
      clock.pass(60_000);
      const told = changes.map(({ at }) => at);
      for (const [index, at] of told.entries()) {
        if (index > 0) expect(at - (told[index - 1] ?? 0)).toBeGreaterThanOrEqual(TYPING_GAP_MS);
      }
      expect(clock.timers).toBe(0);
      expect(typing.members).toBe(0);
    }),
  );
});

/** Two nodes that hear each other, with a record of when each announced whom in which room. */
function setUpTwo() {
  const clock = new ClockForTests();
  const told: { readonly at: number; readonly node: number; readonly ids: readonly string[] }[] = [];
  const nodes: RoomTyping[] = [0, 1].map(
    (node) =>
      new RoomTyping({
        after: clock.after,
        now: clock.now,
        changed: () => {},
        signal: (change) => {
          const ids = [...change.typing.map(({ id }) => id), ...change.stopped];
          told.push({ at: clock.now(), node, ids });
          clock.after(LATENCY_MS, () => nodes[1 - node]?.hear(change));
        },
      }),
  );
  return { clock, told, nodes: nodes as [RoomTyping, RoomTyping] };
}

it('[Y2] a member who types at two nodes is announced by one of them', () => {
  const { clock, told, nodes } = setUpTwo();
  nodes[0].set('lobby', ada, 'one', true);
  for (let passed = 0; passed < 20_000; passed += 100) {
    clock.pass(100);
    for (const node of nodes) node.set('lobby', ada, 'tab', true);
  }
  expect(new Set(told.map(({ node }) => node))).toEqual(new Set([0]));
  expect(told.length).toBeGreaterThan(5);
});

it('[Y2] a node keeps no throttle for members who type only at another node', () => {
  const { clock, changes, signals, typing } = setUp();
  for (let index = 0; index < 1_000; index++) {
    typing.hear({ room: 'lobby', typing: [{ id: `m${index}`, name: `M ${index}` }], stopped: [] });
  }
  expect(changes).toHaveLength(1_000);
  expect([clock.timers, typing.members]).toEqual([0, 0]);
  clock.pass(TYPING_GAP_MS + 1_000);
  typing.hear({ room: 'lobby', typing: [], stopped: [ada.id] });
  expect(typing.elsewhere).toBe(1);
  expect(signals).toEqual([]);
});

it('[Y2] a member who just typed at another node and starts here waits for a turn after that', () => {
  const { clock, changes, typing } = setUp();
  typing.hear({ room: 'lobby', typing: [ada], stopped: [] });
  clock.pass(TYPING_GAP_MS - 500);
  typing.set('lobby', ada, 'one', true);
  clock.pass(500);
  expect(changes).toHaveLength(1);
  clock.pass(1_000);
  expect(changes).toHaveLength(2);
});

it('[Y2] what waits for its turn in a room goes on waiting if another node has announced the member meanwhile', () => {
  const { clock, told, nodes } = setUpTwo();
  nodes[1].set('lobby', ben, 'one', true);
  nodes[1].set('lobby', ada, 'two', true);
  nodes[0].set('lobby', ada, 'one', true);
  clock.pass(TYPING_GAP_MS);
  expect(told.filter(({ ids }) => ids.includes(ada.id))).toHaveLength(1);
  clock.pass(TYPING_GAP_MS);
  expect(told.filter(({ ids }) => ids.includes(ada.id))).toHaveLength(2);
});

it('[Y2] if the node that announced a member falls silent, the other announces them before they seem to have stopped', () => {
  const { clock, told, nodes } = setUpTwo();
  nodes[0].set('lobby', ada, 'one', true);
  clock.pass(100);
  nodes[1].set('lobby', ada, 'two', true);
  clock.pass(TYPING_TTL_MS - 200);
  expect(told.map(({ node }) => node)).toEqual([0, 1]);
});

it('[Y2] whatever a member’s tabs do at two nodes, only signals of the same instant come closer together', () => {
  const step = fc.oneof(
    fc.record({
      node: fc.constantFrom(0 as const, 1 as const),
      member: fc.constantFrom(ada, ada, ben),
      does: fc.constantFrom('typed', 'stopped', 'said', 'leave'),
      tab: fc.constantFrom('one', 'two'),
    }),
    fc.record({ pass: fc.integer({ min: 1, max: 3_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { clock, told, nodes } = setUpTwo();
      for (const now of steps) {
        if ('pass' in now) clock.pass(now.pass);
        else if (now.does === 'said') nodes[now.node].said('lobby', now.member.id);
        else if (now.does === 'leave') nodes[now.node].leave('lobby', now.member, now.tab);
        else nodes[now.node].set('lobby', now.member, now.tab, now.does === 'typed');
      }
      for (const node of nodes) {
        for (const member of [ada, ben]) for (const tab of ['one', 'two']) node.leave('lobby', member, tab);
      }
      clock.pass(60_000);
      const ofAda = told.filter(({ ids }) => ids.includes(ada.id));
      for (const [index, { at, node }] of ofAda.entries()) {
        for (const before of ofAda.slice(0, index)) {
          const isSameInstant = before.node !== node && at - before.at <= LATENCY_MS;
          if (!isSameInstant) expect(at - before.at).toBeGreaterThanOrEqual(TYPING_GAP_MS);
        }
      }
      expect(clock.timers).toBe(0);
      expect(nodes.map(({ members }) => members)).toEqual([0, 0]);
    }),
    { numRuns: 300 },
  );
});
