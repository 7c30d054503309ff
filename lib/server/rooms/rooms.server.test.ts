import { expect, it } from 'vitest';
import type { RequestName } from '@/lib/chat/events/requests';
import type { RoomInfo } from '@/lib/chat/room';
import { createRedisNames } from '@/lib/server/names/names.redis';
import { connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody, say } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';
import { SHOWN_DIRECTS_MAX } from './rooms';
import { createRedisRooms } from './rooms.redis';

const place = new TwoNodes();

const comeAll = (...names: string[]) =>
  Promise.all(names.map((name, index) => come(place, place.nodes[index % 2] as NodeForTests, name)));

async function makePrivate(owner: Somebody): Promise<Required<RoomInfo>> {
  return (await ask(owner, 'room:make', { kind: 'private', title: 'Plans', topic: '' })).room;
}

it('[M2] an open room that anybody makes is open to everybody at every node', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  const asked = { kind: 'open', id: 'plans', title: '  Our  plans ', topic: 'What next?' } as const;
  const { room } = await ask(ada, 'room:make', asked);
  expect(room).toEqual({
    id: 'plans',
    kind: 'open',
    title: 'Our plans',
    topic: 'What next?',
    owner: { id: ada.id, name: 'Ada' },
  });
  for (const who of [ada, ben]) expect((await ask(who, 'room:join', { room: 'plans' })).room).toEqual(room);
  await say(ada, 'plans', 'hello');
  await expect.poll(() => ben.heard).toEqual(['hello']);
});

it('[M2] a room is made once: asking again returns it, and making it differently is refused', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  const asked = { kind: 'open', id: 'plans', title: 'Plans', topic: '' } as const;
  const first = await ask(ada, 'room:make', asked);
  expect(await ask(ada, 'room:make', asked)).toEqual(first);
  expect(await ask(ben, 'room:make', asked)).toBe('room_taken');
  expect(await ask(ben, 'room:make', { ...asked, id: 'lobby' })).toBe('room_taken');
  for (const id of ['private-x', 'direct-x']) {
    expect(await ask(ben, 'room:make', { ...asked, id })).toBe('room_taken');
  }
});

it('[M2] making a room takes a name, and texts that can be shown', async () => {
  const nobody = place.opened(connectClient(place.nodes[0].url));
  const make = { kind: 'open', id: 'plans', title: 'Plans', topic: '' } as const;
  expect(await nobody.emitWithAck('room:make', make)).toMatchObject({ error: { code: 'name_required' } });
  const ada = await come(place, place.nodes[0], 'Ada');
  expect(await ask(ada, 'room:make', { ...make, title: ' \u200b' })).toBe('room_text_forbidden');
  expect(await ask(ada, 'room:make', { ...make, title: '  ' })).toBe('room_title_empty');
  expect(await ask(ada, 'room:make', { ...make, title: 'x'.repeat(61) })).toBe('room_title_too_long');
  expect(await ask(ada, 'room:make', { ...make, topic: 'x'.repeat(251) })).toBe('room_topic_too_long');
  expect(await ask(ada, 'room:make', { ...make, id: 'No Such Address' })).toBe('bad_request');
});

it('[M3] the owner changes title and topic, and everybody in the room sees it at every node', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await ask(ben, 'room:join', { room: 'plans' });
  const change = { room: 'plans', title: 'Great plans', topic: 'for 2027' };
  expect(await ask(ben, 'room:change', change)).toBe('not_allowed');
  await ask(ada, 'room:change', change);
  await expect.poll(() => ben.changed).toMatchObject([{ title: 'Great plans', topic: 'for 2027' }]);
  expect(await ask(ben, 'room:change', { ...change, room: 'lobby' })).toBe('not_allowed');
});

it('[M4] the directory lists open rooms by title, with who is there, and nothing else', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  for (const id of ['zebra', 'apple'])
    await ask(ada, 'room:make', { kind: 'open', id, title: id, topic: '' });
  const hidden = await makePrivate(ada);
  await ask(ada, 'room:join', { room: hidden.id });
  await ask(ada, 'room:join', { room: 'zebra' });
  const listed = async (search = '') =>
    (await ask(ben, 'rooms:list', { search })).rooms.map(
      (item: { room: RoomInfo; present: { count: number; members: { name: string }[] } }) => [
        item.room.id,
        item.present.count,
        item.present.members.map(({ name }) => name),
      ],
    );
  await expect.poll(listed).toEqual([
    ['apple', 0, []],
    ['lobby', 0, []],
    ['zebra', 1, ['Ada']],
  ]);
  expect(await listed('ZEB')).toHaveLength(1);
  expect(await listed('Plans')).toEqual([]);
});

it('[M4] a directory of many rooms is read in pages', async () => {
  const ada = await come(place, place.nodes[0], 'Ada');
  for (let index = 0; index < 120; index += 1) {
    await ask(ada, 'room:make', {
      kind: 'open',
      id: `room-${index}`,
      title: `Title ${index % 7}`,
      topic: '',
    });
  }
  const ids: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: { rooms: { room: RoomInfo }[]; after?: string } = await ask(ada, 'rooms:list', { after });
    ids.push(...page.rooms.map(({ room }) => room.id));
    after = page.after;
  }
  expect(ids).toHaveLength(121);
  expect(new Set(ids).size).toBe(121);
});

it('[M5] a direct message is the same from both sides, and only the two can read it', async () => {
  const [ada, ben, eve] = (await comeAll('Ada', 'Ben', 'Eve')) as [Somebody, Somebody, Somebody];
  for (const who of [ada, ben, eve]) await ask(who, 'room:join', { room: 'lobby' });
  const open = async (who: Somebody, member: string) => (await ask(who, 'direct:open', { member })).room;
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const room: RoomInfo = await open(ada, ben.id);
  expect(room).toMatchObject({ kind: 'direct', title: '', members: [{ name: 'Ada' }, { name: 'Ben' }] });
  expect(ben.addedRooms).toEqual([]);
  await ask(ada, 'room:join', { room: room.id });
  await say(ada, room.id, 'only you');
  await expect.poll(() => ben.addedRooms.map(({ id }) => id)).toEqual([room.id]);
  await ask(ben, 'room:join', { room: room.id });
  expect((await open(ben, ada.id)).id).toBe(room.id);
  expect(await ask(eve, 'room:join', { room: room.id })).toBe('room_unknown');
});

it('[M5] nobody can start a direct message with somebody they cannot see', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  expect(await ask(ada, 'direct:open', { member: ben.id })).toBe('member_unknown');
  await ask(ada, 'room:join', { room: 'lobby' });
  await ask(ben, 'room:join', { room: 'lobby' });
  await say(ben, 'lobby', 'I was here');
  ben.socket.disconnect();
  await expect.poll(() => ada.heard).toEqual(['I was here']);
  expect(await ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room.members.1.name', 'Ben');
});

it('[M12] a direct message shows the other member’s current name, even if somebody else has their previous one', async () => {
  const [ada, ben, eve] = (await comeAll('Ada', 'Ben', 'Eve')) as [Somebody, Somebody, Somebody];
  for (const who of [ada, ben, eve]) await ask(who, 'room:join', { room: 'lobby' });
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const { id } = (await ask(ada, 'direct:open', { member: ben.id })).room;
  expect(await ask(ben, 'name:set', { name: 'Bob' })).toEqual({ name: 'Bob' });
  expect(await ask(eve, 'name:set', { name: 'Ben' })).toEqual({ name: 'Ben' });
  const other = async (answer: Promise<{ room: RoomInfo }>) =>
    (await answer).room.members?.find((member) => member.id === ben.id)?.name;
  const asking = {
    open: () => ask(ada, 'direct:open', { member: ben.id }),
    join: () => ask(ada, 'room:join', { room: id }),
    addToMyRooms: () => ask(ada, 'my-rooms:add', { room: id }),
    myRooms: async () => ({ room: (await ask(ada, 'my-rooms:list', {})).rooms[0] }),
  };
  for (const [event, answer] of Object.entries(asking)) expect(await other(answer()), event).toBe('Bob');
  await say(ada, id, 'Who are you');
  await expect.poll(() => ben.addedRooms).toMatchObject([{ members: [{ name: 'Ada' }, { name: 'Bob' }] }]);
  // Somebody who has been away for long no longer holds a name, but is still shown under their last one.
  ben.socket.disconnect();
  await createRedisNames(place.admin.asking).release(ben.id);
  for (const [event, answer] of Object.entries(asking)) expect(await other(answer()), event).toBe('Bob');
});

it('[M12] a renamed member has the new name in their direct messages, whether anybody looks or not', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  for (const who of [ada, ben]) await ask(who, 'room:join', { room: 'lobby' });
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const { id } = (await ask(ada, 'direct:open', { member: ben.id })).room;
  await ask(ben, 'room:join', { room: id });
  await ask(ben, 'name:set', { name: 'Bob' });
  const rooms = createRedisRooms(place.admin.asking);
  await expect.poll(() => rooms.find(id)).toMatchObject({ members: [{ name: 'Ada' }, { name: 'Bob' }] });
});

it('[M9] a member with many direct messages gets no more by what strangers do, and can go on with those they have', async () => {
  const [ada, ben, eve] = (await comeAll('Ada', 'Ben', 'Eve')) as [Somebody, Somebody, Somebody];
  for (const who of [ada, ben, eve]) await ask(who, 'room:join', { room: 'lobby' });
  const openNow = (who: Somebody, other: Somebody) => ask(who, 'direct:open', { member: other.id });
  const open = async (who: Somebody, other: Somebody): Promise<string> => {
    await expect.poll(() => openNow(who, other)).toHaveProperty('room');
    return (await openNow(who, other)).room.id;
  };
  const [known, begun] = [await open(ada, ben), await open(eve, ben)];
  await ask(ada, 'room:join', { room: known });
  await ask(eve, 'room:join', { room: begun });
  await say(ada, known, 'hello Ben');
  const rooms = createRedisRooms(place.admin.asking);
  for (let index = 1; index < SHOWN_DIRECTS_MAX; index++) await rooms.show(ben.id, `direct-${index}`);
  expect(await say(eve, begun, 'hello from Eve')).toBe('directs_too_many');
  expect(await open(eve, ben)).toBe(begun);
  expect((await rooms.listMyRooms(ben.id)).includes(begun)).toBe(false);
  const flo = await come(place, place.nodes[0], 'Flo');
  await ask(flo, 'room:join', { room: 'lobby' });
  await expect.poll(() => openNow(flo, ben)).toBe('directs_too_many');
  expect(await say(ada, known, 'hello again')).toHaveProperty('id');
  expect(await open(ben, eve)).toBe(begun);
  expect(await say(eve, begun, 'hello at last')).toHaveProperty('id');
});

it('[M6] an invite link, which the owner can renew, lets people into a private room', async () => {
  const [ada, ben, cleo] = (await comeAll('Ada', 'Ben', 'Cleo')) as [Somebody, Somebody, Somebody];
  const { id, invite } = await makePrivate(ada);
  const accept = (who: Somebody, code: string) => ask(who, 'invite:accept', { room: id, invite: code });
  expect(await accept(ben, `${invite}x`)).toBe('room_unknown');
  expect((await accept(ben, invite)).room).toMatchObject({ id, title: 'Plans' });
  expect((await ask(ben, 'room:join', { room: id })).room.invite).toBeUndefined();
  expect(await ask(ben, 'invite:renew', { room: id })).toBe('not_allowed');
  const renewed = (await ask(ada, 'invite:renew', { room: id })).room.invite;
  expect(renewed).not.toBe(invite);
  expect(await accept(cleo, invite)).toBe('room_unknown');
  expect((await accept(cleo, renewed)).room.id).toBe(id);
  expect((await ask(ada, 'my-rooms:list', {})).rooms).toMatchObject([{ id, invite: renewed }]);
});

it('[M6] a member who left a private room needs the invite link to come back; its owner does not', async () => {
  const [ada, ben] = (await comeAll('Ada', 'Ben')) as [Somebody, Somebody];
  const { id, invite } = await makePrivate(ada);
  await ask(ben, 'invite:accept', { room: id, invite });
  for (const who of [ada, ben]) await ask(who, 'my-rooms:remove', { room: id });
  expect(await ask(ben, 'room:join', { room: id })).toBe('room_unknown');
  expect((await ask(ada, 'room:join', { room: id })).room).toMatchObject({ id, invite });
  expect(await ask(ada, 'my-rooms:add', { room: id })).toHaveProperty('room.id', id);
});

it('[M8] a member’s rooms are the same on all their devices, at all nodes', async () => {
  const ada = await come(place, place.nodes[0], 'Ada');
  const phone = await come(place, place.nodes[1], 'Ada', { cookie: ada.cookie });
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await expect.poll(() => phone.addedRooms.map(({ id }) => id)).toEqual(['plans']);
  const { id } = await makePrivate(ada);
  await expect.poll(async () => (await ask(phone, 'my-rooms:list', {})).rooms.length).toBe(2);
  await ask(phone, 'my-rooms:remove', { room: id });
  await expect.poll(() => ada.removedRooms).toEqual([id]);
  expect(await ask(phone, 'my-rooms:add', { room: 'plans' })).toHaveProperty('room.id', 'plans');
  expect((await ask(ada, 'my-rooms:list', {})).rooms).toHaveLength(1);
});

it('[M7] to an outsider, a private room and a direct message look as if they did not exist', async () => {
  const [ada, ben, eve] = (await comeAll('Ada', 'Ben', 'Eve')) as [Somebody, Somebody, Somebody];
  const everything: unknown[] = [];
  eve.socket.onAny((...news) => void everything.push(news));
  for (const who of [ada, ben, eve]) await ask(who, 'room:join', { room: 'lobby' });
  const secret = await makePrivate(ada);
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const { room: direct } = await ask(ada, 'direct:open', { member: ben.id });
  const ids = [secret.id, direct.id, 'private-00000000000000000000000000000000'];
  for (const id of ids.slice(0, 2)) await ask(ada, 'room:join', { room: id });
  await say(ada, secret.id, 'a secret');
  await say(ada, direct.id, 'another one');

  const attempts: [RequestName, (room: string) => unknown][] = [
    ['room:join', (room) => ({ room })],
    ['room:join', (room) => ({ room, position: { epoch: 0, seq: 0 } })],
    ['room:history', (room) => ({ room, before: 100 })],
    ['my-rooms:add', (room) => ({ room })],
    ['room:change', (room) => ({ room, title: 'Mine', topic: '' })],
    ['invite:accept', (room) => ({ room, invite: '' })],
    ['invite:accept', (room) => ({ room, invite: '0'.repeat(32) })],
    ['invite:renew', (room) => ({ room })],
    ['message:send', (room) => ({ room, key: 'key-of-eve', text: 'let me in' })],
    ['room:moderate', (room) => ({ room, action: { kind: 'close' } })],
    ['room:record', (room) => ({ room })],
    ['room:admitted', (room) => ({ room })],
    ['invite:renew', (room) => ({ room, removesEarlier: true })],
    ['invite:preview', (room) => ({ room })],
    ['direct:block', (room) => ({ room, isBlocked: true })],
    ['ban:preview', (room) => ({ room, member: 'somebody' })],
    ['message:delete', (room) => ({ room, id: `${ada.id}:some-key` })],
  ];
  // These look nothing up, and so reveal nothing.
  const blind: [RequestName, (room: string) => unknown][] = [
    ['room:members', (room) => ({ room, after: { id: '', name: '' } })],
    ['room:read', (room) => ({ room, mark: { epoch: 1, number: 1 } })],
    ['typing:set', (room) => ({ room, isTyping: true })],
  ];
  for (const [event, payload] of blind) {
    for (const id of ids) {
      expect(await ask(eve, event, payload(id) as never), `${event} ${id}`).toBe('room_not_joined');
    }
  }
  for (const [event, payload] of attempts) {
    for (const id of ids) {
      expect(await ask(eve, event, payload(id) as never), `${event} ${id}`).toBe('room_unknown');
    }
  }
  for (const search of ['', 'Plans', secret.id, direct.id]) {
    const { rooms } = await ask(eve, 'rooms:list', { search });
    expect(rooms.every(({ room }: { room: RoomInfo }) => room.kind === 'open')).toBe(true);
  }
  expect((await ask(eve, 'my-rooms:list', {})).rooms).toEqual([]);
  await say(ada, 'lobby', 'the end');
  await expect.poll(() => eve.heard).toEqual(['the end']);
  const told = JSON.stringify(everything);
  for (const word of [secret.id, direct.id, 'secret', 'another one', 'Plans'])
    expect(told).not.toContain(word);
});
