import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { MY_ROOMS_MAX, SHOWN_DIRECTS_MAX } from '@/lib/server/rooms/rooms';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import type { NodeForTests } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

/** What nodes store in Redis by themselves, whatever anybody requests. */
const KEPT_BY_NODES = /^concord:(rate:|uses|quota:|node|session|presence|\{names\}|secret|probe|\{probe)/;

/** Everything else that is stored, as one string per key. */
async function stored(): Promise<Record<string, string>> {
  const { commands } = place.admin;
  const keys = (await commands.keys('concord:*')).filter((key) => !KEPT_BY_NODES.test(key)).sort();
  const dumps = await Promise.all(keys.map((key) => commands.dumpBuffer(key)));
  return Object.fromEntries(keys.map((key, index) => [key, wordOf(dumps[index] ?? null)]));
}

const wordOf = (dump: Buffer | null): string =>
  createHash('sha256')
    .update(dump ?? '')
    .digest('hex');

const rooms = () => createRedisRooms(place.admin.asking);

async function fillMyRooms({ id }: Somebody, count: number): Promise<void> {
  const fill = async (room: string) => {
    await rooms().make({ id: room, kind: 'open', title: room, topic: '', revision: 1, madeAt: 1 });
    await rooms().addToMyRooms(id, room);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => fill(`filled-${index}`)));
}

const make = (who: Somebody, id: string) =>
  ask(who, 'room:make', { kind: 'open', id, title: `Room ${id}`, topic: '' });

it('[G1] of 260 rooms that a member asks for, 200 are allowed, and 200 exist', async () => {
  const ada = await come(place, place.nodes[0], 'Ada');
  const answers: unknown[] = [];
  for (let index = 0; index < 260; index++) answers.push(await make(ada, `asked-${index}`));
  expect(answers.filter((answer) => answer === 'rooms_too_many')).toHaveLength(60);
  expect((await rooms().listOpen())?.rooms).toHaveLength(MY_ROOMS_MAX);
  expect(await rooms().find('asked-200')).toBeUndefined();
});

it('[G1] a refused request leaves nothing in the store, whatever it asked for', async () => {
  const [ada, ben, eve] = (await Promise.all(
    ['Ada', 'Ben', 'Eve'].map((name, index) => come(place, place.nodes[index % 2] as NodeForTests, name)),
  )) as [Somebody, Somebody, Somebody];
  for (const who of [ada, ben, eve]) await ask(who, 'room:join', { room: 'lobby' });
  await make(ben, 'plans');
  const { room } = await ask(ben, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const direct = (await ask(ada, 'direct:open', { member: ben.id })).room.id;
  await ask(ada, 'room:join', { room: direct });
  await rooms().removeFromMyRooms(ben.id, direct);
  await Promise.all(
    Array.from({ length: SHOWN_DIRECTS_MAX }, (_, index) => rooms().show(ben.id, `direct-${index}`)),
  );
  await fillMyRooms(ada, MY_ROOMS_MAX - 1);
  await fillMyRooms(ben, MY_ROOMS_MAX - SHOWN_DIRECTS_MAX - 2);

  const message = { key: 'key-0123456789', text: 'hello' };
  const title = { title: 'Another', topic: '' };
  const attempts: [string, () => Promise<unknown>][] = [
    ['rooms_too_many', () => make(ada, 'one-more')],
    ['rooms_too_many', () => ask(ada, 'room:make', { kind: 'private', ...title })],
    ['rooms_too_many', () => ask(ada, 'invite:accept', { room: room.id, invite: room.invite })],
    ['rooms_too_many', () => ask(ada, 'my-rooms:add', { room: 'plans' })],
    ['rooms_too_many', () => ask(ada, 'direct:open', { member: eve.id })],
    ['directs_too_many', () => ask(eve, 'direct:open', { member: ben.id })],
    ['directs_too_many', () => ask(ada, 'message:send', { room: direct, ...message })],
    ['room_taken', () => make(eve, 'plans')],
    ['room_unknown', () => ask(eve, 'invite:accept', { room: room.id, invite: 'x'.repeat(32) })],
    ['room_unknown', () => ask(eve, 'my-rooms:add', { room: room.id })],
    ['not_allowed', () => ask(eve, 'room:change', { room: 'plans', ...title })],
    ['not_allowed', () => ask(eve, 'invite:renew', { room: 'lobby' })],
    ['room_not_joined', () => ask(eve, 'message:send', { room: 'plans', ...message })],
    ['message_empty', () => ask(eve, 'message:send', { room: 'lobby', ...message, text: ' ' })],
    ['message_unknown', () => ask(eve, 'message:delete', { room: 'lobby', id: `${eve.id}:key-0123456789` })],
    ['name_taken', () => ask(eve, 'name:set', { name: 'Ben' })],
  ];
  const before = await stored();
  for (const [code, attempt] of attempts) {
    expect(await attempt()).toBe(code);
    expect(await stored(), `${code} by ${attempt}`).toEqual(before);
  }
});

it('[G5] rooms that have ended take no places in a member’s list', async () => {
  const ada = await come(place, place.nodes[0], 'Ada');
  await make(ada, 'plans');
  const ended = Array.from({ length: MY_ROOMS_MAX - 1 }, (_, index) => `ended-${index}`);
  await Promise.all(ended.map((id) => rooms().addToMyRooms(ada.id, id)));
  expect(await make(ada, 'one-more')).toHaveProperty('room');
  expect((await rooms().listMyRooms(ada.id)).sort()).toEqual(['one-more', 'plans']);
});

it('[G5] nodes end rooms that nobody has used for long, and no other', async () => {
  const node = await place.startNode('three', {}, { endRoomsEveryMs: 100 });
  place.opened(node);
  const ada = await come(place, node, 'Ada');
  // At another node: the one that ends the room would remember it from making it, and put it back.
  const eve = await come(place, place.nodes[0], 'Eve');
  for (const id of ['gone', 'plans']) await make(eve, id);
  await place.admin.commands.hset('concord:{gone}:about', 'used', -99_999_999_999);
  await place.admin.commands.zadd('concord:uses', -99_999_999_999, 'gone');
  await expect.poll(() => rooms().find('gone')).toBeUndefined();
  expect(await ask(ada, 'room:join', { room: 'gone' })).toBe('room_unknown');
  await expect.poll(async () => (await ask(ada, 'rooms:list', { search: '' })).rooms).toHaveLength(2);
  expect((await rooms().listOpen())?.rooms.map(({ id }) => id)).toEqual(['plans']);
  expect(await ask(ada, 'room:join', { room: 'plans' })).toHaveProperty('room');
});
