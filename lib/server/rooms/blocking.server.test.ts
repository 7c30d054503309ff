import { expect, it } from 'vitest';
import { comeFrom, join, say } from '@/lib/server/testing/moderation-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

const open = (who: Somebody, other: Somebody) => ask(who, 'direct:open', { member: other.id });
const block = (who: Somebody, room: string, isBlocked = true) =>
  ask(who, 'direct:block', { room, isBlocked });

/** Ada and Ben, each at another node, in a direct message in which Ben has said something. */
async function two() {
  const [ada, ben] = await Promise.all([comeFrom(place, 0, 'Ada'), comeFrom(place, 1, 'Ben')]);
  for (const who of [ada, ben]) await join(who, 'lobby');
  await expect.poll(() => open(ben, ada)).toHaveProperty('room');
  const { id } = (await open(ben, ada)).room;
  for (const who of [ada, ben]) await join(who, id);
  await say(ben, 'hello', id);
  await expect.poll(() => ada.heard).toEqual(['hello']);
  return { ada, ben, room: id as string };
}

it('[M17] a blocked member is told so at every node, and can write there again once unblocked', async () => {
  const { ada, ben, room } = await two();
  expect((await block(ada, room)).room).toMatchObject({ blockedBy: [ada.id] });
  await expect.poll(() => ben.changed.at(-1)).toMatchObject({ id: room, blockedBy: [ada.id] });
  expect(await say(ben, 'and again', room)).toBe('blocked');
  expect(await say(ada, 'go away', room)).toBe('has_blocked');
  for (const who of [ada, ben]) {
    const code = who === ada ? 'has_blocked' : 'blocked';
    expect(await ask(who, 'typing:set', { room, isTyping: true })).toBe(code);
  }
  expect((await join(ben, room)).room.blockedBy).toEqual([ada.id]);
  const third = place.opened(await place.startNode('three'));
  const again = await come(place, third, 'Ben', { cookie: ben.cookie });
  await join(again, room);
  expect(await say(again, 'from elsewhere', room)).toBe('blocked');
  expect((await block(ada, room, false)).room).not.toHaveProperty('blockedBy');
  await expect.poll(() => say(ben, 'thank you', room)).toHaveProperty('id');
  await expect.poll(() => ada.heard).toEqual(['hello', 'thank you']);
});

it('[M17] each of the two blocks for themselves', async () => {
  const { ada, ben, room } = await two();
  await Promise.all([block(ada, room), block(ben, room)]);
  expect((await block(ada, room, false)).room.blockedBy).toEqual([ben.id]);
  expect(await say(ada, 'sorry', room)).toBe('blocked');
  expect(await say(ben, 'never', room)).toBe('has_blocked');
  const eve = await comeFrom(place, 0, 'Eve');
  expect(await block(eve, room)).toBe('room_unknown');
  expect(await block(ada, 'lobby')).toBe('not_allowed');
});

it('[M17] a blocked member who left cannot start the direct message again; the blocker may come back', async () => {
  const { ada, ben, room } = await two();
  await block(ada, room);
  expect((await open(ben, ada)).room.id).toBe(room);
  for (const who of [ada, ben]) await ask(who, 'my-rooms:remove', { room });
  expect(await open(ben, ada)).toBe('blocked');
  expect(await ask(ben, 'my-rooms:add', { room })).toBe('blocked');
  expect((await ask(ben, 'my-rooms:list', {})).rooms).toEqual([]);
  expect((await open(ada, ben)).room).toMatchObject({ id: room, blockedBy: [ada.id] });
});

it('[M17] a message refused in the very moment of the block reaches nobody', async () => {
  const { ada, ben, room } = await two();
  const sent = Promise.all(Array.from({ length: 5 }, (_, index) => say(ben, `at once ${index}`, room)));
  await block(ada, room);
  const answers = (await sent).map((answer) => (typeof answer === 'string' ? answer : 'stored'));
  expect(await say(ben, 'after', room)).toMatch(/^(blocked|rate_limited)$/);
  const { entries } = (await join(ada, room)).catchUp;
  const stored = answers.filter((answer) => answer === 'stored').length;
  expect(entries.filter((entry: { text?: string }) => entry.text?.startsWith('at once'))).toHaveLength(
    stored,
  );
});

it('[M17] [E6] a block is still there after Redis has lost everything', async () => {
  const { ada, ben, room } = await two();
  await block(ada, room);
  await expect.poll(() => say(ben, 'before', room)).toBe('blocked');
  await place.admin.commands.flushall();
  for (let tries = 0; tries < 3; tries += 1) expect(await say(ben, `after ${tries}`, room)).toBe('blocked');
});
