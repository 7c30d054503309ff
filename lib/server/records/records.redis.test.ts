import { expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeOrders, orderOf, roomOf } from './records.contract';
import { createRedisModeration, createRedisRoomRecords } from './records.redis';

const links = new TwoLinks();

describeOrders('Redis', async () => ({
  rooms: createRedisRoomRecords(links.one.asking),
  orders: createRedisModeration(links.one.asking),
  otherNode: createRedisModeration(links.two.asking),
}));

const asStored = ({ revision, ...rest }: { revision: number }) => ({
  revision: String(revision),
  record: JSON.stringify({ ...rest, revision }),
});

it('[M3] [O8] what an earlier version stored is changed on, and stored in the same form', async () => {
  const { asking, commands } = links.one;
  const [rooms, orders] = [createRedisRoomRecords(asking), createRedisModeration(asking)];
  const [room, order] = [roomOf('old', { revision: 3 }), orderOf('old', { revision: 12 })];
  await commands.hset('concord:{old}:about', { ...asStored(room), used: '86400000' });
  await commands.hset('concord:{old}:order', asStored(order));
  expect([await rooms.find('old'), await orders.find('old')]).toEqual([room, order]);
  const [next, changed] = [
    { ...room, title: 'Given', revision: 4 },
    { ...order, revision: 13 },
  ];
  expect(await orders.replace(changed, { seen: room, next })).toBe(true);
  const fields = await commands.hgetall('concord:{old}:about');
  expect(fields).toEqual({ revision: '4', record: JSON.stringify(next), used: '86400000' });
  expect(await commands.hgetall('concord:{old}:order')).toEqual({
    revision: '13',
    record: JSON.stringify(changed),
  });
});

it('[A1] a step that is asked for again because no answer came is answered as it was', async () => {
  const { asking } = links.one;
  const [rooms, orders] = [createRedisRoomRecords(asking), createRedisModeration(asking)];
  const seen = await rooms.make(roomOf('again'));
  const step = { seen, next: { ...seen, title: 'Again', revision: 2 } };
  for (let time = 0; time < 2; time++) expect(await orders.replace(orderOf('again'), step)).toBe(true);
  expect(await rooms.find('again')).toEqual(step.next);
});
