import { expect, it, vi } from 'vitest';
import { describeNames } from './names.contract';
import { createRedisNames } from './names.redis';
import { TwoLinks } from './two-links-for-tests';

const links = new TwoLinks();

const admin = () => links.one.commands;

describeNames('Redis', async () => {
  const [names, otherNode] = [createRedisNames(links.one.asking), createRedisNames(links.two.asking)];
  return {
    names,
    otherNode,
    forget: async () => void (await admin().flushall()),
    close: async () => {},
  };
});

it('[N8] names that nobody holds any more leave nothing behind in Redis', async () => {
  await admin().flushall();
  const names = createRedisNames(links.one.asking);
  for (let index = 0; index < 100; index++)
    await names.claim({ id: `id ${index}`, name: `Name ${index}` }, 20);
  await vi.waitUntil(async () => {
    await names.renew([], 1_000);
    return (await admin().keys('*')).length === 0;
  });
});

it('[N8] more members are renewed than one script may take', async () => {
  await admin().flushall();
  const names = createRedisNames(links.one.asking);
  const members = Array.from({ length: 1_200 }, (_, index) => ({ id: `id ${index}`, name: `Name ${index}` }));
  expect(await names.renew(members, 60_000)).toEqual([]);
  expect(await admin().hlen('concord:{names}:owners')).toBe(1_200);
});

it('[A1] while Redis is away no name can be claimed', async () => {
  const names = createRedisNames(links.one.asking);
  await links.redis.kill();
  await expect(names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await links.redis.restart();
});
