import { expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeRooms } from './rooms.contract';
import { createRedisRooms } from './rooms.redis';

const links = new TwoLinks();

describeRooms('Redis', async (listedMax) => ({
  rooms: createRedisRooms(links.one.asking, listedMax),
  otherNode: createRedisRooms(links.two.asking, listedMax),
}));

it('[M10] rooms listed before the directory had a bound give way to those written in', async () => {
  const { asking, commands } = links.one;
  const room = (id: string) => ({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt: 1 }) as const;
  await commands.flushall();
  await commands.hset('concord:rooms', 'old', JSON.stringify(room('old')));
  const rooms = createRedisRooms(asking, 2);
  await rooms.written(await rooms.make(room('new')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await rooms.written(await rooms.make(room('newest')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'newest']);
});

it('[M15] a member let in before anybody noted how still is, and nothing more is known of them', async () => {
  const { asking, commands } = links.one;
  await commands.sadd('concord:{private-1}:admitted', 'ada', 'ben');
  const rooms = createRedisRooms(asking);
  expect(await rooms.admissionOf('private-1', 'ada')).toEqual({ id: 'ada' });
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 7, by: 2 });
  const { count, admissions } = await rooms.listAdmitted('private-1', '', 10);
  expect([count, new Map(admissions.map((one) => [one.id, one]))]).toEqual([
    2,
    new Map([
      ['ada', { id: 'ada', name: 'Ada', by: 2 }],
      ['ben', { id: 'ben' }],
    ]),
  ]);
  // An earlier version, running beside this one, has removed her: if she comes back, she is new.
  await commands.srem('concord:{private-1}:admitted', 'ada');
  expect(await rooms.admissionOf('private-1', 'ada')).toBeUndefined();
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 9, by: 3 });
  expect(await rooms.admissionOf('private-1', 'ada')).toMatchObject({ at: 9, by: 3 });
});

it('[A5] a Redis that takes no writes is still asked for a member’s rooms', async () => {
  const { asking, commands } = links.one;
  const rooms = createRedisRooms(asking);
  await rooms.make({ id: 'plans', kind: 'open', title: 'Plans', topic: '', revision: 1, madeAt: 1 });
  await rooms.addToMyRooms('ada', 'plans');
  await commands.config('SET', 'min-replicas-to-write', '1');
  try {
    expect(await rooms.listMyRooms('ada')).toEqual(['plans']);
  } finally {
    await commands.config('SET', 'min-replicas-to-write', '0');
  }
});
