import { afterEach, expect, it } from 'vitest';
import { enterLobby, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { startRedisForTests } from '@/lib/server/testing/redis-for-tests';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('[A2] a node that hears nothing through Redis is not ready until it does, and its clients miss nothing', async () => {
  const redis = await startRedisForTests();
  closing.push(redis.stop);
  const proxy = await startProxyForTests(redis.port);
  closing.push(proxy.close);
  const deaf = await startNodeForTests({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  const other = await startNodeForTests({ REDIS_URL: redis.url });
  closing.push(deaf.close, other.close);
  const [ada, ben] = await Promise.all([enterLobby(other.url, 'Ada'), enterLobby(deaf.url, 'Ben')]);
  closing.push(
    ...[ada, ben].map(
      ({ socket }) =>
        () =>
          socket.close(),
    ),
  );
  const readiness = async () => (await fetch(`${deaf.url}/readyz`)).status;
  await ada.say('before');
  await expect.poll(ben.texts).toEqual(['before']);
  expect(await readiness()).toBe(200);

  // Only the connection over which it hears: commands are answered as before.
  proxy.swallow('concord:entries');
  expect(await ada.say('unheard')).toMatchObject({ ok: true });
  await expect.poll(readiness).toBe(503);
  await expect.poll(readiness, { timeout: 15_000 }).toBe(200);
  await ada.say('after');
  await expect.poll(ben.texts).toEqual(['before', 'unheard', 'after']);
});
