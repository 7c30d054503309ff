import { expect, it } from 'vitest';
import type { AdmittedMember, AdmittedPage } from '@/lib/chat/events/admitted';
import type { RoomInfo } from '@/lib/chat/room';
import { createRedisNames } from '@/lib/server/names/names.redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { comeFrom, join, moderate, say } from '@/lib/server/testing/moderation-for-tests';
import { connectClient } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

const accept = (who: Somebody, { id, invite }: RoomInfo) =>
  ask(who, 'invite:accept', { room: id, invite: invite ?? '' });

/** Ada's private room, with Ben in it, who is at the other node. */
async function secret() {
  const [ada, ben] = await Promise.all([comeFrom(place, 0, 'Ada'), comeFrom(place, 1, 'Ben')]);
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  await join(ada, room.id);
  await accept(ben, room);
  await join(ben, room.id);
  return { ada, ben, room: room as Required<RoomInfo> };
}

/** Everybody who may enter, by name. */
async function admittedTo(who: Somebody, room: string): Promise<Record<string, AdmittedMember>> {
  const members: AdmittedMember[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: AdmittedPage = await ask(who, 'room:admitted', { room, after });
    members.push(...page.members);
    after = page.after;
  }
  return Object.fromEntries(members.map((member) => [member.name ?? member.id, member]));
}

/** Somebody without a name. */
async function comeNameless(index: 0 | 1): Promise<Somebody> {
  const node = place.nodes[index];
  const socket = place.opened(connectClient(node.url, { cookie: await cookieOf(node) }));
  const heard: string[] = [];
  socket.on('room:entries', ({ entries }) =>
    heard.push(...entries.flatMap((entry) => ('text' in entry ? [entry.text] : []))),
  );
  const { member } = await new Promise<{ member: { id: string } }>((resolve) =>
    socket.once('session:opened', resolve),
  );
  return { socket, id: member.id, heard } as unknown as Somebody;
}

it('[M14] an invite link lets in a guest without a name once they have one', async () => {
  const { ada, room } = await secret();
  const guest = await comeNameless(1);
  expect(await accept(guest, room)).toBe('name_required');
  expect(await accept(guest, { ...room, invite: 'wrong' })).toBe('room_unknown');
  expect(await join(guest, room.id)).toBe('room_unknown');
  expect(Object.keys(await admittedTo(ada, room.id)).sort()).toEqual(['Ada', 'Ben']);
  await ask(guest, 'name:set', { name: 'Cleo' });
  expect(await accept(guest, room)).toHaveProperty('room.id', room.id);
  expect(await join(guest, room.id)).toHaveProperty('catchUp');
  await expect.poll(async () => (await join(ada, room.id)).present.count).toBe(3);
});

it('[M14] a member whom an earlier version let in without a name neither reads nor receives anything before they have one', async () => {
  const { ada, room } = await secret();
  const guest = await comeNameless(1);
  await place.admin.commands.sadd(`concord:{${room.id}}:admitted`, guest.id);
  expect(await join(guest, room.id)).toBe('name_required');
  expect(await ask(guest, 'room:history', { room: room.id, before: 100 })).toBe('room_not_joined');
  await say(ada, 'not for strangers', room.id);
  expect(await admittedTo(ada, room.id)).toHaveProperty(guest.id, { id: guest.id, isHere: false });
  expect(guest.heard).toEqual([]);
  await ask(guest, 'name:set', { name: 'Cleo' });
  const { catchUp } = await join(guest, room.id);
  // The guest's node may receive the message a little later than the node where it was sent.
  const shown = () => [...catchUp.entries.map(({ text }: { text: string }) => text), ...guest.heard];
  await expect.poll(shown).toEqual(['not for strangers']);
});

it('[M14] a member who loses their name is out of the room until they have another', async () => {
  const { ada, ben, room } = await secret();
  const changed = new Promise((resolve) => ben.socket.once('name:changed', resolve));
  const names = createRedisNames(place.admin.asking);
  const takeName = async () => {
    await names.release(ben.id);
    return names.claim({ id: 'somebody-else', name: 'Ben', isPassing: false }, 60_000);
  };
  // His node may renew the name in between.
  await expect.poll(takeName).toBe(true);
  expect(await changed).toMatchObject({ name: null });
  await say(ada, 'not for the nameless', room.id);
  expect(await join(ben, room.id)).toBe('name_required');
  expect(await ask(ben, 'room:history', { room: room.id, before: 100 })).toBe('room_not_joined');
  await ask(ben, 'name:set', { name: 'Bob' });
  expect(await join(ben, room.id)).toHaveProperty('catchUp');
  expect(ben.heard).toEqual([]);
  await expect.poll(() => admittedTo(ada, room.id)).toHaveProperty('Bob.isHere', true);
});

it('[M15] moderators see who may enter: present or away, since when and by which link', async () => {
  const { ada, ben, room } = await secret();
  const cleo = await comeFrom(place, 0, 'Cleo');
  const invite = (await ask(ada, 'invite:renew', { room: room.id })).room.invite;
  await accept(cleo, { ...room, invite });
  const before = await admittedTo(ada, room.id);
  expect(before).toMatchObject({
    Ada: { id: ada.id, isHere: true },
    Ben: { id: ben.id, link: 'earlier' },
    Cleo: { id: cleo.id, link: 'present', isHere: false },
  });
  expect(before.Ada).not.toHaveProperty('link');
  for (const { at } of Object.values(before)) expect(at).toBeGreaterThan(1_700_000_000_000);
  expect(await ask(ben, 'room:admitted', { room: room.id })).toBe('not_allowed');
  await expect.poll(() => admittedTo(ada, room.id)).toHaveProperty('Ben.isHere', true);
  await moderate(ada, { kind: 'promote', member: ben.id }, room.id);
  expect(Object.keys(await admittedTo(ben, room.id)).sort()).toEqual(['Ada', 'Ben', 'Cleo']);
  // A member who is away is listed under their last name; an open room has no such list.
  await ask(cleo, 'name:set', { name: 'Chloe' });
  await join(cleo, room.id);
  await expect.poll(() => admittedTo(ada, room.id)).toHaveProperty('Chloe.isHere', true);
  cleo.socket.disconnect();
  await createRedisNames(place.admin.asking).release(cleo.id);
  await expect.poll(() => admittedTo(ada, room.id)).toHaveProperty('Chloe.isHere', false);
  const root = await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await join(ada, root.room.id);
  expect(await ask(ada, 'room:admitted', { room: 'plans' })).toBe('not_allowed');
});

it('[M15] an owner who has left may come back, and is listed', async () => {
  const { ada, ben, room } = await secret();
  await moderate(ada, { kind: 'promote', member: ben.id }, room.id);
  await ask(ada, 'my-rooms:remove', { room: room.id });
  expect(Object.keys(await admittedTo(ben, room.id)).sort()).toEqual(['Ada', 'Ben']);
});

it('[M15] anybody who may enter can be removed or banned, present or not, known or not, at any node', async () => {
  const { ada, ben, room } = await secret();
  const away = [await comeFrom(place, 1, 'Cleo'), await comeFrom(place, 0, 'Dora')] as const;
  for (const who of away) {
    await accept(who, room);
    who.socket.disconnect();
  }
  await place.admin.commands.sadd(`concord:{${room.id}}:admitted`, 'nobody-knows');
  const [cleo, dora] = away;
  const ban = { kind: 'ban', forMs: null, withAddress: false } as const;
  expect(await moderate(ada, { kind: 'remove', member: cleo.id }, room.id)).toHaveProperty('room');
  expect(await moderate(ada, { ...ban, member: dora.id }, room.id)).toHaveProperty('room');
  expect(await moderate(ada, { kind: 'remove', member: 'nobody-knows' }, room.id)).toHaveProperty('room');
  expect(await moderate(ada, { kind: 'remove', member: 'nobody-at-all' }, room.id)).toBe('member_unknown');
  expect(Object.keys(await admittedTo(ada, room.id)).sort()).toEqual(['Ada', 'Ben']);
  const { actions } = await ask(ada, 'room:record', { room: room.id });
  expect(actions.map(({ member }: { member: object }) => member)).toEqual([
    { id: 'nobody-knows', name: '' },
    { id: dora.id, name: 'Dora' },
    { id: cleo.id, name: 'Cleo' },
  ]);
  const again = await comeFrom(place, 0, 'Dora', { cookie: dora.cookie });
  expect(await accept(again, room)).toBe('banned');
  expect(await join(await comeFrom(place, 0, 'Cleo', { cookie: cleo.cookie }), room.id)).toBe('room_unknown');
  expect(await join(ben, room.id)).toHaveProperty('catchUp');
});

it('[M16] a new link removes members who came by an earlier one, if the owner asks for it, but no moderator', async () => {
  const { ada, ben, room } = await secret();
  const guests = await Promise.all(['Cleo', 'Dora', 'Emil'].map((name, at) => comeFrom(place, at, name)));
  const [cleo, dora, emil] = guests as [Somebody, Somebody, Somebody];
  for (const who of guests) {
    await accept(who, room);
    await join(who, room.id);
  }
  await moderate(ada, { kind: 'promote', member: ben.id }, room.id);
  expect(await ask(ada, 'invite:preview', { room: room.id })).toEqual({ others: 3 });
  expect(await ask(ben, 'invite:preview', { room: room.id })).toBe('not_allowed');
  const second = (await ask(ada, 'invite:renew', { room: room.id })).room;
  await accept(emil, second);
  dora.socket.disconnect();
  const third = (await ask(ada, 'invite:renew', { room: room.id, removesEarlier: true })).room;
  await expect.poll(() => [cleo.removed.length, emil.removed.length]).toEqual([1, 1]);
  expect(cleo.removed).toMatchObject([{ room: room.id, by: { name: 'Ada' }, isBanned: false }]);
  expect(Object.keys(await admittedTo(ada, room.id)).sort()).toEqual(['Ada', 'Ben']);
  expect(cleo.removedRooms).toEqual([room.id]);
  expect((await ask(cleo, 'my-rooms:list', {})).rooms).toEqual([]);
  for (const who of [cleo, emil]) expect(await join(who, room.id)).toBe('room_unknown');
  const doraAgain = await come(place, place.nodes[0], 'Dora', { cookie: dora.cookie });
  expect(await join(doraAgain, room.id)).toBe('room_unknown');
  for (const who of [ada, ben]) expect(await say(who, `still here, ${who.id}`, room.id)).toHaveProperty('id');
  expect(await accept(cleo, second)).toBe('room_unknown');
  expect(await accept(cleo, third)).toHaveProperty('room.id', room.id);
  const { actions } = await ask(ada, 'room:record', { room: room.id });
  expect(actions[0]).toMatchObject({ kind: 'remove', by: { name: 'Ada' }, others: 2 });
  expect(actions[1]).toMatchObject({ kind: 'promote' });
});

it('[M16] of many who came by an earlier link, each is removed exactly once', async () => {
  const { ada, ben, room } = await secret();
  const rooms = createRedisRooms(place.admin.asking);
  const crowd = Array.from({ length: 170 }, (_, index) => `guest-${index}`);
  await Promise.all(crowd.map((id) => rooms.admit(room.id, { id, name: id, at: 1, by: 1 })));
  await Promise.all(crowd.map((id) => rooms.addToMyRooms(id, room.id)));
  expect(await ask(ada, 'invite:preview', { room: room.id })).toEqual({ others: 171 });
  await ask(ada, 'invite:renew', { room: room.id, removesEarlier: true });
  await expect.poll(() => ben.removed.length).toBe(1);
  expect(Object.keys(await admittedTo(ada, room.id))).toEqual(['Ada']);
  for (const id of [crowd[0], crowd.at(-1)]) expect(await rooms.listMyRooms(id as string)).toEqual([]);
  const { actions } = await ask(ada, 'room:record', { room: room.id });
  const counts = actions.map(({ others = 0 }: { others?: number }) => 1 + others);
  expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(171);
});

it('[M16] a member who was removed but not told is told when the owner asks again', async () => {
  const { ada, ben, room } = await secret();
  await expect.poll(async () => (await join(ada, room.id)).present.count).toBe(2);
  await createRedisRooms(place.admin.asking).revoke(room.id, ben.id);
  await ask(ada, 'invite:renew', { room: room.id, removesEarlier: true });
  await expect.poll(() => ben.removed).toMatchObject([{ room: room.id, by: { name: 'Ada' } }]);
  await say(ada, 'among us', room.id);
  await expect.poll(async () => (await join(ada, room.id)).present.count).toBe(1);
  await ask(ada, 'invite:renew', { room: room.id, removesEarlier: true });
  const { entries } = (await join(ada, room.id)).catchUp;
  expect(entries.filter(({ kind }: { kind: string }) => kind === 'moderated')).toHaveLength(1);
  expect(ben.heard).toEqual([]);
});

it('[M16] an owner who has not joined the room removes nobody and changes no link', async () => {
  const { ada, room } = await secret();
  const elsewhere = await comeFrom(place, 1, 'Ada', { cookie: ada.cookie });
  expect(await ask(elsewhere, 'invite:renew', { room: room.id, removesEarlier: true })).toBe(
    'room_not_joined',
  );
  expect((await join(ada, room.id)).room.invite).toBe(room.invite);
});

it('[M11] leaving a private room takes the member out of it on all their connections, at every node', async () => {
  const { ada, ben, room } = await secret();
  const others = await Promise.all(
    [0, 1].map((index) => comeFrom(place, index, 'Ben', { cookie: ben.cookie })),
  );
  for (const other of others) await join(other, room.id);
  await ask(ben, 'my-rooms:remove', { room: room.id });
  for (const other of others) await expect.poll(() => other.removedRooms).toEqual([room.id]);
  await expect.poll(async () => (await join(ada, room.id)).present.count).toBe(1);
  await say(ada, 'among us', room.id);
  for (const other of others) {
    expect(await say(other, 'still here', room.id)).toBe('room_unknown');
    expect(other.heard).toEqual([]);
  }
});

it('[M7] a member who is no longer admitted is refused and removed, even if no news of it arrived', async () => {
  const { ada, ben, room } = await secret();
  const tries = [
    () => say(ben, 'still here', room.id),
    () => ask(ben, 'room:history', { room: room.id, before: 100 }),
    () => ask(ben, 'room:members', { room: room.id, after: { id: '', name: '' } }),
    () => ask(ben, 'typing:set', { room: room.id, isTyping: true }),
  ];
  const rooms = createRedisRooms(place.admin.asking);
  for (const trying of tries) {
    await accept(ben, room);
    await join(ben, room.id);
    await rooms.revoke(room.id, ben.id);
    await expect.poll(trying).toBe('room_unknown');
  }
  ben.heard.length = 0; // What was said before the node asked the store again.
  await say(ada, 'among us', room.id);
  expect(await join(ben, room.id)).toBe('room_unknown');
  expect(ben.heard).toEqual([]);
  expect(ben.removedRooms).toHaveLength(tries.length);
});

it('[E6] members in a private room still receive its messages after Redis has lost everything', async () => {
  const { ada, ben, room } = await secret();
  await say(ada, 'before', room.id);
  await expect.poll(() => ben.heard).toEqual(['before']);
  await place.admin.commands.flushall();
  expect(await say(ben, 'after', room.id)).toHaveProperty('id');
  const texts = async () =>
    (await join(ada, room.id)).catchUp.entries.map(({ text }: { text?: string }) => text);
  await expect.poll(texts).toContain('after');
  expect(ben.removedRooms).toEqual([]);
});

it('[E6] how members came is known after a loss if a node had looked it up', async () => {
  const { ada, ben, room } = await secret();
  await say(ada, 'before', room.id);
  await expect.poll(() => ben.heard).toEqual(['before']);
  await place.admin.commands.flushall();
  await say(ada, 'after', room.id);
  await expect
    .poll(() => admittedTo(ada, room.id))
    .toMatchObject({ Ben: { link: 'present', at: expect.any(Number) }, Ada: { id: ada.id } });
});
