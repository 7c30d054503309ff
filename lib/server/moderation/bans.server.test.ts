import { expect, it } from 'vitest';
import type { Member } from '@/lib/chat/member';
import type { ModerationRecord } from '@/lib/chat/moderation';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import {
  comeFrom,
  HOUR_MS,
  join,
  moderate,
  ROOM,
  say,
  three,
} from '@/lib/server/testing/moderation-for-tests';
import { ask, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const ADMIN_TOKEN = 'a token that nobody guesses, of 40 letters';
const place = new TwoNodes({ ADMIN_TOKEN, TRUST_PROXY: 'loopback' });

const memberOf = ({ id }: Somebody, name: string): Member => ({ id, name });

const ban = (who: Somebody) => ({ kind: 'ban', member: who.id, forMs: HOUR_MS, withAddress: false }) as const;

/** Stores a change as if a node had stored it and died before it told anybody. */
async function storeQuietly(
  change: (moderation: ModerationState) => Partial<ModerationState>,
): Promise<void> {
  const key = `concord:{${ROOM}}:order`;
  const moderation = JSON.parse((await place.admin.commands.hget(key, 'record')) ?? '') as ModerationState;
  const changed = { ...moderation, ...change(moderation), revision: moderation.revision + 1 };
  await place.admin.commands.hset(key, { revision: changed.revision, record: JSON.stringify(changed) });
}

it('[O4] somebody banned while nobody at their node is in the room does not get in by what the node knew before', async () => {
  const [ada, ben] = await three(place);
  await ask(ben, 'room:leave', { room: ROOM });
  await join(ben);
  await ask(ben, 'room:leave', { room: ROOM });
  await moderate(ada, ban(ben));
  expect(await join(ben)).toBe('banned');
  expect(await ask(ben, 'room:history', { room: ROOM, before: 100 })).toBe('room_not_joined');
});

it('[O4] a ban that nobody told a node of removes the member when the node reads the moderation', async () => {
  const [ada, ben, cleo] = await three(place);
  await moderate(ada, { kind: 'slow', everyMs: 0 });
  const by = memberOf(ada, 'Ada');
  await storeQuietly(() => ({ banned: [{ member: memberOf(ben, 'Ben'), by, addresses: [] }] }));
  // Refused as banned, or already removed.
  await expect.poll(() => say(ben, 'not heard')).toBeTypeOf('string');
  await expect.poll(() => ben.removed).toEqual([{ room: ROOM, by, isBanned: true }]);
  expect(await ask(ben, 'room:history', { room: ROOM, before: 100 })).toBe('room_not_joined');
  await say(cleo, 'heard');
  await expect.poll(() => ada.heard).toContain('heard');
  expect(ben.heard).not.toContain('heard');
});

it('[O4] a banned member is removed even if everything else fails', async () => {
  const [ada, ben] = await three(place);
  await place.admin.commands.set(`concord:member:{${ben.id}}:rooms`, 'no list of rooms');
  expect(await moderate(ada, ban(ben))).toBe('store_unavailable');
  await expect.poll(() => ben.removed).toMatchObject([{ room: ROOM, isBanned: true }]);
});

it('[O3] a member removed from a private room while joining it does not get in', async () => {
  const [ada, ben] = await three(place);
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  await ask(ben, 'invite:accept', { room: room.id, invite: room.invite });
  // Their node waits for the list of members.
  const members = `concord:{${room.id}}:members`;
  await place.admin.commands.set(members, 'no list of members');
  const joining = join(ben, room.id);
  await expect.poll(() => isFollowed(room.id)).toBe(true);
  await place.admin.commands.srem(`concord:{${room.id}}:admitted`, ben.id);
  await place.admin.commands.del(members);
  expect(await joining).toBe('room_unknown');
  expect(await ask(ben, 'room:members', { room: room.id, after: memberOf(ben, '') })).toBe('room_not_joined');
});

it('[O4] an owner who is banned from their own room has no power there until the ban ends', async () => {
  const [ada] = await three(place);
  const root = await comeFrom(place, 1, 'Root', { adminToken: ADMIN_TOKEN });
  await join(root);
  await moderate(root, ban(ada));
  await expect.poll(() => ada.removed).toHaveLength(1);
  const texts = { title: 'Mine', topic: '' };
  expect(await ask(ada, 'room:change', { room: ROOM, ...texts })).toBe('banned');
  expect(await ask(ada, 'room:make', { kind: 'open', id: ROOM, ...texts })).toBe('banned');
  expect(await ask(ada, 'room:moderate', { room: ROOM, action: { kind: 'close' } })).toBe('room_not_joined');
  expect((await ask(ada, 'my-rooms:list', {})).rooms).toEqual([]);
});

it('[M7] an owner who was removed from their private room hears nothing of it, nor its invite link', async () => {
  const [ada, ben] = await three(place);
  const root = await comeFrom(place, 0, 'Root', { adminToken: ADMIN_TOKEN });
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  const invite = { room: room.id, invite: room.invite };
  for (const who of [root, ben]) await ask(who, 'invite:accept', invite);
  for (const who of [ada, root, ben]) await join(who, room.id);
  await moderate(root, { kind: 'slow', everyMs: 1_000 }, room.id);
  await expect.poll(() => ada.changed.at(-1)).toMatchObject({ id: room.id, invite: room.invite });
  await moderate(root, { kind: 'remove', member: ada.id }, room.id);
  await expect.poll(() => ada.removed).toHaveLength(1);
  const told: unknown[] = [];
  ada.socket.onAny((...news) => void told.push(news));
  await moderate(root, { kind: 'slow', everyMs: 2_000 }, room.id);
  await expect.poll(() => ben.changed.at(-1)?.slowMs).toBe(2_000);
  await ask(ada, 'node:ping', {});
  expect(JSON.stringify(told)).not.toContain(room.id);
});

it('[O4] a ban with the address covers addresses that the member uses later, and removes the guests there', async () => {
  const [ada, ben] = await three(place);
  await say(ben, 'something rude');
  await expect.poll(() => ada.heard).toContain('something rude');
  ben.socket.disconnect();
  const address = '10.0.0.7';
  const guests = [
    await comeFrom(place, 0, 'Dora', { address }),
    await comeFrom(place, 1, 'Finn', { address }),
  ];
  for (const guest of guests) await join(guest);
  await moderate(ada, { ...ban(ben), withAddress: true });
  expect(await join(guests[0] as Somebody)).toHaveProperty('catchUp');
  const again = await comeFrom(place, 1, 'Ben', { cookie: ben.cookie, address });
  expect(await join(again)).toBe('banned');
  for (const guest of guests) {
    await expect
      .poll(() => guest.removed)
      .toMatchObject([{ room: ROOM, by: { name: 'Ada' }, isBanned: true }]);
  }
  expect(await join(await comeFrom(place, 0, 'Somebody else', { address }))).toBe('banned');
});

it('[O4] a ban with the address spares the room’s moderators, wherever they come from', async () => {
  const address = '10.0.0.8';
  const [ada, ben] = await three(place);
  const here = [
    await comeFrom(place, 1, 'Ada', { cookie: ada.cookie, address }),
    await comeFrom(place, 0, 'Mia', { address }),
  ];
  for (const who of here) await join(who);
  await moderate(ada, { kind: 'promote', member: here[1]?.id ?? '' });
  await moderate(ada, { ...ban(ben), withAddress: true });
  expect(await join(await comeFrom(place, 1, 'Ben', { cookie: ben.cookie, address }))).toBe('banned');
  for (const index of [0, 1]) {
    const guest = await comeFrom(place, index, `Guest ${index}`, { address });
    await expect.poll(() => join(guest)).toBe('banned');
  }
  for (const who of here) {
    expect(await join(who)).toHaveProperty('catchUp');
    expect(who.removed).toEqual([]);
  }
});

const weigh = (who: Somebody, whom: Somebody) => ask(who, 'ban:preview', { room: ROOM, member: whom.id });

it('[O12] before a ban with the address, a moderator is told how many others it would remove, but nobody learns who', async () => {
  const address = '10.0.0.9';
  const [ada, ben, cleo] = await three(place);
  expect(await weigh(ada, ben)).toEqual({ others: 0 });
  const here = [
    await comeFrom(place, 1, 'Ben', { cookie: ben.cookie, address }),
    await comeFrom(place, 0, 'Dora', { address }),
    await comeFrom(place, 1, 'Finn', { address }),
    await comeFrom(place, 0, 'Mia', { address }),
    await comeFrom(place, 1, 'Root', { address, adminToken: ADMIN_TOKEN }),
  ];
  for (const who of here) await join(who);
  await comeFrom(place, 0, 'Nobody of this room', { address });
  // Two connections of Dora count once; Mia moderates, and neither Root nor Ben himself counts.
  await join(await comeFrom(place, 1, 'Dora', { cookie: here[1]?.cookie ?? '', address }));
  await moderate(ada, { kind: 'promote', member: here[3]?.id ?? '' });
  await expect.poll(() => weigh(ada, ben)).toEqual({ others: 2 });
  expect(await weigh(cleo, ben)).toBe('not_allowed');
  expect(await weigh(ben, ada)).toBe('not_allowed');
  expect(ben.removed).toEqual([]);
});

it('[O12] the record says which bans are with the address and whom else they caught, but no address', async () => {
  const address = '10.0.0.10';
  const [ada, ben, cleo] = await three(place);
  await moderate(ada, ban(cleo));
  const [dora, same] = [
    await comeFrom(place, 1, 'Dora', { address }),
    await comeFrom(place, 0, 'Ben', { cookie: ben.cookie, address }),
  ];
  for (const who of [dora, same]) await join(who);
  await moderate(ada, { ...ban(ben), withAddress: true });
  await expect.poll(() => dora.removed).toHaveLength(1);
  const late = await comeFrom(place, 0, 'Late', { address });
  for (let times = 0; times < 3; times += 1) expect(await join(late)).toBe('banned');
  const record = async (): Promise<ModerationRecord> => ask(ada, 'room:record', { room: ROOM });
  const others = async () =>
    (await record()).banned.flatMap((each) => each.others?.map(({ name }) => name).sort() ?? []);
  await expect.poll(others).toEqual(['Dora', 'Late']);
  const { banned } = await record();
  expect(banned.map(({ member, withAddress }) => [member.name, withAddress])).toEqual([
    ['Cleo', undefined],
    ['Ben', true],
  ]);
  expect(JSON.stringify(banned)).not.toMatch(/10\.0\.0|"addresses"/);
});

/** Returns whether a node listens to what is said there. */
const isFollowed = async (room: string) =>
  (await place.admin.commands.pubsub('SHARDCHANNELS', `concord:{${room}}:*`)).length +
    (await place.admin.commands.pubsub('CHANNELS', `concord:{${room}}:*`)).length >
  0;
