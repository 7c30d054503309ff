import { expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeModeration, earlierStateOf, roomOf, stateOf } from './records.contract';
import { createRedisModeration, createRedisRoomRecords } from './records.redis';

const links = new TwoLinks();

describeModeration('Redis', async () => ({
  rooms: createRedisRoomRecords(links.one.asking),
  states: createRedisModeration(links.one.asking),
  otherNode: createRedisModeration(links.two.asking),
}));

const asStored = ({ revision, ...rest }: { revision: number }) => ({
  revision: String(revision),
  record: JSON.stringify({ ...rest, revision }),
});

it('[M3] [O8] a record stored by an earlier version can be changed, and keeps its form', async () => {
  const { asking, commands } = links.one;
  const [rooms, states] = [createRedisRoomRecords(asking), createRedisModeration(asking)];
  const [room, state] = [roomOf('old', { revision: 3 }), stateOf('old', { revision: 12 })];
  await commands.hset('concord:{old}:about', { ...asStored(room), used: '86400000' });
  await commands.hset('concord:{old}:order', asStored(state));
  expect([await rooms.find('old'), await states.find('old')]).toEqual([room, state]);
  const [next, changed] = [
    { ...room, title: 'Given', revision: 4 },
    { ...state, revision: 13 },
  ];
  expect(await states.replace(changed, { seen: room, next })).toBe(true);
  const fields = await commands.hgetall('concord:{old}:about');
  expect(fields).toEqual({ revision: '4', record: JSON.stringify(next), used: '86400000' });
  expect(await commands.hgetall('concord:{old}:order')).toEqual({
    revision: '13',
    record: JSON.stringify(changed),
  });
});

it('[A1] a step that is repeated because no answer came gets the same answer', async () => {
  const { asking } = links.one;
  const [rooms, states] = [createRedisRoomRecords(asking), createRedisModeration(asking)];
  const seen = await rooms.make(roomOf('again'));
  const step = { seen, next: { ...seen, title: 'Again', revision: 2 } };
  for (let time = 0; time < 2; time++) expect(await states.replace(stateOf('again'), step)).toBe(true);
  expect(await rooms.find('again')).toEqual(step.next);
});

it('[O9] a record whose actions have their earlier names can be read', async () => {
  const { asking, commands } = links.one;
  const { earlier, now } = earlierStateOf('earlier');
  await commands.hset('concord:{earlier}:order', { revision: String(now.revision), record: earlier });
  expect(await createRedisModeration(asking).find('earlier')).toEqual(now);
});
