import { expect, it } from 'vitest';
import type { NodeForTests } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody, say } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

const textsIn = async (who: Somebody, room: string): Promise<string[]> => {
  const joined = await ask(who, 'room:join', { room });
  return joined.catchUp?.entries.flatMap((entry: { text?: string }) => entry.text ?? []) ?? joined;
};

const arrive = (index: number, name: string, cookie?: string) =>
  come(place, place.nodes[index] as NodeForTests, name, cookie === undefined ? {} : { cookie });

/** As after a restart without persistence, but at once. */
const loseEverything = () => place.admin.commands.flushall();

/** Ada's private room, with Ben in it, who is at the other node. */
async function privateRoom() {
  const [ada, ben] = await Promise.all([arrive(0, 'Ada'), arrive(1, 'Ben')]);
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Plans', topic: 'secret' });
  await ask(ada, 'room:join', { room: room.id });
  await ask(ben, 'invite:accept', { room: room.id, invite: room.invite });
  await ask(ben, 'room:join', { room: room.id });
  return { ada, ben, room: room.id as string };
}

it('[E6] after Redis loses a private room, it is there again for those who were in it, and for nobody else', async () => {
  const { ada, ben, room } = await privateRoom();
  await say(ada, room, 'before');
  await expect.poll(() => ben.heard).toEqual(['before']);
  await loseEverything();
  expect(await say(ben, room, 'after')).toHaveProperty('position');
  await expect.poll(() => textsIn(ada, room)).toEqual(['before', 'after']);
  for (const [index, who] of [ada, ben].entries()) {
    const again = await arrive(1 - index, index === 0 ? 'Ada' : 'Ben', who.cookie);
    expect(again.id).toBe(who.id);
    await expect.poll(() => textsIn(again, room)).toEqual(['before', 'after']);
    const { rooms } = await ask(again, 'my-rooms:list', {});
    expect(rooms).toMatchObject([{ id: room, title: 'Plans', topic: 'secret' }]);
  }
  expect(await textsIn(await arrive(0, 'Eve'), room)).toBe('room_unknown');
});

it('[E6] a node that was not listening to the room does not let a removed member in again', async () => {
  const { ada, ben, room } = await privateRoom();
  const third = await place.startNode('three', {}, { lingerMs: 0 });
  const [benThere, cleo] = [
    await come(place, third, 'Ben', { cookie: ben.cookie }),
    await come(place, third, 'Cleo'),
  ];
  await ask(benThere, 'room:join', { room });
  await say(benThere, room, 'something rude');
  await ask(benThere, 'room:leave', { room });
  await ask(ada, 'room:moderate', { room, action: { kind: 'remove', member: ben.id } });
  const { invite } = (await ask(ada, 'room:join', { room })).room;
  await ask(cleo, 'invite:accept', { room, invite });
  await expect.poll(() => textsIn(cleo, room)).toEqual(['something rude']);
  await loseEverything();
  await say(cleo, room, 'after');
  await expect.poll(() => textsIn(cleo, room)).toEqual(['something rude', 'after']);
  expect(await textsIn(benThere, room)).toBe('room_unknown');
  for (const { socket } of [benThere, cleo]) socket.close();
  await third.close();
});

it('[O3] a member removed right after Redis lost everything is removed even at a node that only learns of the new history', async () => {
  const [ada, ben] = await Promise.all([arrive(0, 'Ada'), arrive(1, 'Ben')]);
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  for (const who of [ada, ben]) await ask(who, 'room:join', { room: 'plans' });
  await say(ada, 'plans', 'before');
  await expect.poll(() => ben.heard).toEqual(['before']);
  await loseEverything();
  const action = { kind: 'remove', member: ben.id } as const;
  expect(await ask(ada, 'room:moderate', { room: 'plans', action })).toHaveProperty('room');
  await expect.poll(() => ben.removed).toMatchObject([{ room: 'plans', isBanned: false }]);
});

it('[E6] an open room that Redis lost is found again, and still belongs to its maker', async () => {
  const [ada, eve] = await Promise.all([arrive(0, 'Ada'), arrive(1, 'Eve')]);
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await ask(ada, 'room:join', { room: 'plans' });
  await say(ada, 'plans', 'before');
  await loseEverything();
  await say(ada, 'plans', 'after');
  await expect.poll(() => textsIn(eve, 'plans')).toEqual(['before', 'after']);
  await ask(eve, 'room:make', { kind: 'open', id: 'plans', title: 'Eve’s', topic: '' });
  const { rooms } = await ask(eve, 'rooms:list', { search: 'plans' });
  expect(rooms).toMatchObject([{ room: { title: 'Plans', owner: { id: ada.id } } }]);
});

it('[E6] a member who was muted before Redis lost everything still is', async () => {
  const [ada, ben] = await Promise.all([arrive(0, 'Ada'), arrive(1, 'Ben')]);
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  for (const who of [ada, ben]) await ask(who, 'room:join', { room: 'plans' });
  const action = { kind: 'mute', member: ben.id, forMs: 3_600_000 } as const;
  await expect.poll(() => ask(ada, 'room:moderate', { room: 'plans', action })).toHaveProperty('room');
  await expect.poll(() => say(ben, 'plans', 'before')).toBe('muted');
  await loseEverything();
  await say(ada, 'plans', 'after');
  for (let tries = 0; tries < 5; tries++) expect(await say(ben, 'plans', 'not heard')).toBe('muted');
});

it('[E6] a node that starts after Redis lost everything knows the members at the others', async () => {
  const ada = await arrive(0, 'Ada');
  await ask(ada, 'room:join', { room: 'lobby' });
  await say(ada, 'lobby', 'before');
  await loseEverything();
  await say(ada, 'lobby', 'after');
  const late = await place.startNode('three');
  const again = await come(place, late, 'Ada', { cookie: ada.cookie });
  expect(again.id).toBe(ada.id);
  again.socket.close();
  await late.close();
});
