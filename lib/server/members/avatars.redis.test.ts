import { expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeAvatars } from './avatars.contract';
import { createRedisAvatars } from './avatars.redis';

const links = new TwoLinks();

describeAvatars('Redis', async () => {
  const [avatars, otherNode] = [createRedisAvatars(links.one.asking), createRedisAvatars(links.two.asking)];
  return { avatars, otherNode };
});

it('[A1] while Redis is away no picture is stored or found', async () => {
  const avatars = createRedisAvatars(links.one.asking);
  await links.redis.kill();
  const away = { code: 'store_unavailable' };
  await expect(avatars.set('site-1', 'https://pics.example/1', 1_000)).rejects.toMatchObject(away);
  await expect(avatars.find('site-1')).rejects.toMatchObject(away);
  await links.redis.restart();
});
