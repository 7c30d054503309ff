import { describe, expect, it } from 'vitest';
import type { ModerationAction } from '@/lib/chat/moderation';
import {
  banOf,
  muteOf,
  noModeration,
  ordered,
  recordOf,
  withBannedAddress,
  withOther,
} from './room-moderation';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const deed = (kind: ModerationAction['kind'], more: Partial<ModerationAction> = {}): ModerationAction => ({
  kind,
  by: ada,
  at: 100,
  member: ben,
  ...more,
});
const afterThese = (...deeds: ModerationAction[]) =>
  deeds.reduce((order, next) => ordered(order, next), noModeration('plans'));

describe('[O4] [O5] what is for a time', () => {
  it('holds until its end and not at it, and for good without one', () => {
    const order = afterThese(deed('mute', { until: 200 }), deed('ban'));
    expect([199, 200].map((now) => muteOf(order, 'ben', now)?.until)).toEqual([200, undefined]);
    expect(banOf(order, { id: 'ben' }, Number.MAX_SAFE_INTEGER)).toMatchObject({ member: ben, by: ada });
  });

  it('is replaced by the next of its kind, and taken back', () => {
    const order = afterThese(deed('mute', { until: 200 }), deed('mute', { until: 900 }));
    expect(order.muted).toEqual([{ member: ben, by: ada, until: 900 }]);
    expect(ordered(order, deed('unmute')).muted).toEqual([]);
    expect(afterThese(deed('ban'), deed('unban')).banned).toEqual([]);
  });

  it('is forgotten once it has ended', () => {
    const cleo = { id: 'cleo', name: 'Cleo' };
    const order = afterThese(deed('ban', { until: 200 }), deed('ban', { at: 200, member: cleo }));
    expect(order.banned.map(({ member }) => member)).toEqual([cleo]);
    expect(recordOf(afterThese(deed('mute', { until: 200 })), 200).muted).toEqual([]);
  });
});

it('[O4] an address is banned with whoever came from it, once', () => {
  const banned = afterThese(deed('ban'));
  const order = withBannedAddress(withBannedAddress(banned, 'ben', 'x'), 'ben', 'x');
  expect(order.banned[0]?.addresses).toEqual(['x']);
  expect(banOf(order, { id: 'somebody', addresses: ['w', 'x'] }, 0)).toBeDefined();
  expect(banOf(order, { id: 'somebody', addresses: ['y'] }, 0)).toBeUndefined();
  expect(banOf(order, { id: 'somebody' }, 0)).toBeUndefined();
  expect(withBannedAddress(banned, 'cleo', 'x')).toEqual(banned);
});

it('[O4] a ban with the address stays one when it is repeated, and of many addresses the latest are banned', () => {
  const known = withBannedAddress(afterThese(deed('ban', { withAddress: true })), 'ben', 'x');
  const again = ordered(known, deed('ban', { withAddress: true }));
  expect(again.banned).toEqual([{ member: ben, by: ada, withAddress: true, addresses: ['x'] }]);
  expect(recordOf(again, 0).banned).toEqual([{ member: ben, by: ada, withAddress: true }]);
  expect(ordered(known, deed('ban')).banned).toEqual([{ member: ben, by: ada, addresses: [] }]);
  const from = Array.from({ length: 30 }, (_, index) => `address ${index}`);
  const all = from.reduce((order, address) => withBannedAddress(order, 'ben', address), known);
  expect(all.banned[0]?.addresses).toEqual(from.slice(-20));
});

it('[O8] whoever is banned keeps no order any more, and whoever hands their own room over goes on', () => {
  expect(afterThese(deed('promote'), deed('ban')).moderators).toEqual([]);
  expect(afterThese(deed('promote'), deed('promote')).moderators).toEqual([ben]);
  const handOver = (owner: typeof ada) =>
    ordered(afterThese(deed('promote')), deed('hand_over'), owner).moderators;
  expect(handOver(ada)).toEqual([ada]);
  expect(handOver({ id: 'cleo', name: 'Cleo' })).toEqual([]);
});

it('[O9] the newest deeds are remembered, the newest first', () => {
  const order = afterThese(...Array.from({ length: 600 }, (_, at) => deed('slow', { at, everyMs: at })));
  expect(order.deeds).toHaveLength(500);
  expect(order.deeds[0]).toMatchObject({ at: 599 });
  expect(order.slowMs).toBe(599);
});

it('[O12] a ban remembers whom else it meets: each once, so many, and over a second ban of the same member', () => {
  const ban = {
    kind: 'ban',
    by: { id: 'a', name: 'Ada' },
    member: { id: 'b', name: 'Ben' },
    at: 1,
    withAddress: true,
  } as const;
  let order = ordered(noModeration('plans'), ban);
  for (let index = 0; index < 60; index += 1)
    order = withOther(order, 'b', { id: `g${index}`, name: `Guest ${index}` });
  expect(order.banned[0]?.others).toHaveLength(50);
  expect(withOther(order, 'b', { id: 'g3', name: 'Another name' })).toBe(order);
  expect(withOther(order, 'nobody', { id: 'x', name: 'X' })).toBe(order);
  expect(ordered(order, { ...ban, at: 2 }).banned[0]?.others).toHaveLength(50);
  expect(recordOf(order, 2).banned[0]).toMatchObject({ withAddress: true, member: { id: 'b' } });
  expect(recordOf(order, 2).banned[0]).not.toHaveProperty('addresses');
});
