import { expect, it } from 'vitest';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();
const plans = { room: 'plans' };

/** Ada in a room of hers, and Ben at the other node. */
async function arriveBoth(): Promise<[Somebody, Somebody]> {
  const ada = await come(place, place.nodes[0], 'Ada');
  const ben = await come(place, place.nodes[1], 'Ben');
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await ask(ada, 'room:join', plans);
  return [ada, ben];
}

const say = (who: Somebody, text: string) =>
  ask(who, 'message:send', { ...plans, key: `the-key-of-${text}`, text });

const present = async (who: Somebody) =>
  (await ask(who, 'room:join', plans)).present.members.map(({ name }: { name: string }) => name);

it.each([
  ['leaves the room', 'room:leave'],
  ['removes the room from their list', 'my-rooms:remove'],
] as const)('[M11] a member who %s is out of it, even if a join is under way', async (_, leave) => {
  const [ada, ben] = await arriveBoth();
  const [, left] = await Promise.all([ask(ben, 'room:join', plans), ask(ben, leave, plans)]);
  expect(left).toBeNull();
  await say(ada, 'hello');
  expect(await present(ada)).toEqual(['Ada']);
  expect(await ask(ben, 'room:leave', plans)).toBe('room_not_joined');
  expect(ben.heard).toEqual([]);
});

it('[M11] a join is answered according to what was asked after it', async () => {
  const [ada, ben] = await arriveBoth();
  const [late, , joined] = await Promise.all([
    ask(ben, 'room:join', plans),
    ask(ben, 'room:leave', plans),
    ask(ben, 'room:join', plans),
  ]);
  expect(late).toBe('room_not_joined');
  expect(joined.room).toMatchObject({ id: 'plans' });
  await say(ada, 'hello');
  await expect.poll(() => ben.heard).toEqual(['hello']);
});

it('[M11] a member who could not leave, because the store is away, is still in the room', async () => {
  const [ada, ben] = await arriveBoth();
  await ask(ben, 'room:join', plans);
  await place.admin.commands.save();
  await place.redis.kill();
  expect(await ask(ben, 'my-rooms:remove', plans)).toBe('store_unavailable');
  await place.redis.restart();
  await expect.poll(() => say(ada, 'hello'), { timeout: 20_000 }).toHaveProperty('position');
  await expect.poll(() => ben.heard).toEqual(['hello']);
});
