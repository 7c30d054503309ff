import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Member } from '@/lib/chat/member';
import { compareMembers } from '@/lib/chat/member-order';
import { beforeAll, PRESENT_MAX_NAMES } from '@/lib/chat/presence';
import { PendingPresence } from './pending-presence';
import { type PresenceNews, RoomRoster } from './room-roster';

const news = (some: Partial<PresenceNews>): PresenceNews => ({
  room: 'lobby',
  joined: [],
  left: [],
  renamed: [],
  ...some,
});

const id = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
const name = fc.constantFrom('Ada', 'ada', 'Ben', 'Émile', 'Zoe', '李雷');
const member = fc.record({ id, name });
const oneNews = fc.oneof(
  member.map((joined) => news({ joined: [joined] })),
  member.map((left) => news({ left: [left] })),
  fc.record({ id, from: name, to: name }).map((renamed) => news({ renamed: [renamed] })),
);

const listOf = (roster: RoomRoster) => roster.present.members;

function listed(...all: readonly PresenceNews[]): readonly Member[] {
  const roster = new RoomRoster('lobby');
  for (const one of all) roster.apply(one);
  return listOf(roster);
}

it('[P1] whatever the news, the list is sorted, with each member once under their latest name', () => {
  fc.assert(
    fc.property(fc.array(oneNews, { maxLength: 30 }), (all) => {
      const members = listed(...all);
      expect([...members].sort(compareMembers)).toEqual(members);
      expect(new Set(members.map((one) => one.id)).size).toBe(members.length);
      const names = new Map<string, string>();
      for (const { joined, left, renamed } of all) {
        for (const one of joined) if (!names.has(one.id)) names.set(one.id, one.name);
        for (const one of left) names.delete(one.id);
        for (const one of renamed) if (names.has(one.id)) names.set(one.id, one.to);
      }
      expect(new Map(members.map((one) => [one.id, one.name]))).toEqual(names);
    }),
  );
});

it('[P7] summed-up news leads to the same roster as its parts', () => {
  fc.assert(
    fc.property(fc.array(oneNews, { maxLength: 20 }), fc.array(oneNews, { maxLength: 20 }), (before, all) => {
      // A node passes on only what was news to itself.
      const roster = new RoomRoster('lobby');
      for (const one of before) roster.apply(one);
      const pending = new PendingPresence();
      for (const one of all) {
        const change = roster.apply(one);
        if (change) pending.add(change);
      }
      const sum = pending.take('lobby');
      expect(listed(...before, ...(sum ? [sum] : []))).toEqual(listOf(roster));
      expect(pending.take('lobby')).toBeUndefined();
    }),
  );
});

it('[P7] a member who comes and leaves, or leaves and comes back, is not news', () => {
  const ada = { id: 'a', name: 'Ada' };
  const pending = new PendingPresence();
  pending.add(news({ joined: [ada] }));
  pending.add(news({ left: [ada] }));
  expect(pending.take('lobby')).toBeUndefined();
  pending.add(news({ left: [ada] }));
  pending.add(news({ joined: [{ ...ada, name: 'Countess' }] }));
  expect(pending.take('lobby')).toEqual(news({ renamed: [{ id: 'a', from: 'Ada', to: 'Countess' }] }));
});

it('[P8] pages of names add up to the whole list, whether the cursor is a present or a former member', () => {
  const everybody = Array.from({ length: 450 }, (_, index) => ({ id: `${index}`, name: `Member ${index}` }));
  const roster = new RoomRoster('lobby');
  roster.apply(news({ joined: everybody }));
  const read: Member[] = [];
  for (let after = beforeAll, pages = 0; pages < 3; pages++) {
    const { count, members } = roster.presentAfter(after);
    expect(count).toBe(pages < 2 ? 450 : 449);
    expect(members.length).toBeLessThanOrEqual(PRESENT_MAX_NAMES);
    read.push(...members);
    after = members.at(-1) ?? beforeAll;
    if (pages === 1) roster.apply(news({ left: [after] }));
  }
  expect(read).toEqual([...everybody].sort(compareMembers));
});
