import { expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeReadMarks } from './read-marks.contract';
import { createRedisReadMarks } from './read-marks.redis';

const links = new TwoLinks();

describeReadMarks('Redis', async () => {
  const [marks, otherNode] = [createRedisReadMarks(links.one.asking), createRedisReadMarks(links.two.asking)];
  return { marks, otherNode };
});

it('[U5] the marks of a member who never comes back expire by themselves', async () => {
  const { asking, commands } = links.one;
  await createRedisReadMarks(asking).raise('gone', 'lobby', { epoch: 1, number: 1 });
  const days = (await commands.pttl('concord:{member:gone}:marks')) / (24 * 60 * 60 * 1_000);
  expect(Math.round(days)).toBe(365);
});

it('[A1] while Redis is away no mark can be raised', async () => {
  const marks = createRedisReadMarks(links.one.asking);
  await links.redis.kill();
  await expect(marks.raise('ada', 'lobby', { epoch: 1, number: 1 })).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await links.redis.restart();
});
