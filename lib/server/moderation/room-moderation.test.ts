import { describe, expect, it } from 'vitest';
import type { ModerationAction } from '@/lib/chat/moderation';
import {
  afterAction,
  banOf,
  muteOf,
  noModeration,
  recordOf,
  withBannedAddress,
  withOther,
} from './room-moderation';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const action = (kind: ModerationAction['kind'], more: Partial<ModerationAction> = {}): ModerationAction => ({
  kind,
  by: ada,
  at: 100,
  member: ben,
  ...more,
});
const afterThese = (...actions: ModerationAction[]) =>
  actions.reduce((moderation, next) => afterAction(moderation, next), noModeration('plans'));

describe('[O4] [O5] mutes and bans', () => {
  it('hold until their end and not at it, and for good without one', () => {
    const moderation = afterThese(action('mute', { until: 200 }), action('ban'));
    expect([199, 200].map((now) => muteOf(moderation, 'ben', now)?.until)).toEqual([200, undefined]);
    expect(banOf(moderation, { id: 'ben' }, Number.MAX_SAFE_INTEGER)).toMatchObject({ member: ben, by: ada });
  });

  it('are replaced by the next one of their kind, and can be taken back', () => {
    const moderation = afterThese(action('mute', { until: 200 }), action('mute', { until: 900 }));
    expect(moderation.muted).toEqual([{ member: ben, by: ada, until: 900 }]);
    expect(afterAction(moderation, action('unmute')).muted).toEqual([]);
    expect(afterThese(action('ban'), action('unban')).banned).toEqual([]);
  });

  it('are forgotten once they have ended', () => {
    const cleo = { id: 'cleo', name: 'Cleo' };
    const moderation = afterThese(action('ban', { until: 200 }), action('ban', { at: 200, member: cleo }));
    expect(moderation.banned.map(({ member }) => member)).toEqual([cleo]);
    expect(recordOf(afterThese(action('mute', { until: 200 })), 200).muted).toEqual([]);
  });
});

it('[O4] a ban stores an address once, with the member who came from it', () => {
  const banned = afterThese(action('ban'));
  const moderation = withBannedAddress(withBannedAddress(banned, 'ben', 'x'), 'ben', 'x');
  expect(moderation.banned[0]?.addresses).toEqual(['x']);
  expect(banOf(moderation, { id: 'somebody', addresses: ['w', 'x'] }, 0)).toBeDefined();
  expect(banOf(moderation, { id: 'somebody', addresses: ['y'] }, 0)).toBeUndefined();
  expect(banOf(moderation, { id: 'somebody' }, 0)).toBeUndefined();
  expect(withBannedAddress(banned, 'cleo', 'x')).toEqual(banned);
});

it('[O4] repeating a ban with the address keeps the address, and only the latest of many addresses are banned', () => {
  const known = withBannedAddress(afterThese(action('ban', { withAddress: true })), 'ben', 'x');
  const again = afterAction(known, action('ban', { withAddress: true }));
  expect(again.banned).toEqual([{ member: ben, by: ada, withAddress: true, addresses: ['x'] }]);
  expect(recordOf(again, 0).banned).toEqual([{ member: ben, by: ada, withAddress: true }]);
  expect(afterAction(known, action('ban')).banned).toEqual([{ member: ben, by: ada, addresses: [] }]);
  const from = Array.from({ length: 30 }, (_, index) => `address ${index}`);
  const all = from.reduce((moderation, address) => withBannedAddress(moderation, 'ben', address), known);
  expect(all.banned[0]?.addresses).toEqual(from.slice(-20));
});

it('[O8] a banned moderator is one no longer; an owner who hands the room over becomes one', () => {
  expect(afterThese(action('promote'), action('ban')).moderators).toEqual([]);
  expect(afterThese(action('promote'), action('promote')).moderators).toEqual([ben]);
  const handOver = (owner: typeof ada) =>
    afterAction(afterThese(action('promote')), action('hand_over'), owner).moderators;
  expect(handOver(ada)).toEqual([ada]);
  expect(handOver({ id: 'cleo', name: 'Cleo' })).toEqual([]);
});

it('[O9] the newest actions are remembered, newest first', () => {
  const moderation = afterThese(
    ...Array.from({ length: 600 }, (_, at) => action('slow', { at, everyMs: at })),
  );
  expect(moderation.actions).toHaveLength(500);
  expect(moderation.actions[0]).toMatchObject({ at: 599 });
  expect(moderation.slowMs).toBe(599);
});

it('[O12] a ban remembers whom else it caught: each once, up to a limit, even if the same member is banned again', () => {
  const ban = {
    kind: 'ban',
    by: { id: 'a', name: 'Ada' },
    member: { id: 'b', name: 'Ben' },
    at: 1,
    withAddress: true,
  } as const;
  let moderation = afterAction(noModeration('plans'), ban);
  for (let index = 0; index < 60; index += 1)
    moderation = withOther(moderation, 'b', { id: `g${index}`, name: `Guest ${index}` });
  expect(moderation.banned[0]?.others).toHaveLength(50);
  expect(withOther(moderation, 'b', { id: 'g3', name: 'Another name' })).toBe(moderation);
  expect(withOther(moderation, 'nobody', { id: 'x', name: 'X' })).toBe(moderation);
  expect(afterAction(moderation, { ...ban, at: 2 }).banned[0]?.others).toHaveLength(50);
  expect(recordOf(moderation, 2).banned[0]).toMatchObject({ withAddress: true, member: { id: 'b' } });
  expect(recordOf(moderation, 2).banned[0]).not.toHaveProperty('addresses');
});
