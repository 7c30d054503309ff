import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { SECRETS_MAX } from './secrets';
import { describeSecrets, secretOf } from './secrets.contract';
import { createRedisSecrets } from './secrets.redis';

const links = new TwoLinks();
beforeEach(() => links.one.commands.flushall());

describeSecrets('Redis', async () => ({
  secrets: createRedisSecrets(links.one.asking),
  otherNode: createRedisSecrets(links.two.asking),
}));

it('[I6] in whatever order nodes exchange what they know, all end up with the same secrets, oldest first and none lost', async () => {
  const known = fc.array(
    fc.record({
      value: fc.constantFrom(...'abcdefghijkl').map((letter) => `secret-${letter}`),
      madeAt: fc.nat(9),
    }),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(known, { minLength: 1, maxLength: 6 }), async (nodes) => {
      await links.one.commands.flushall();
      const secrets = createRedisSecrets(links.one.asking);
      for (const each of nodes) await secrets.exchange(each, secretOf('proposal', 99));
      const found = await Promise.all(nodes.map((each) => secrets.exchange(each, secretOf('proposal', 99))));
      for (const answer of found) expect(answer).toEqual(found[0]);
      const values = new Set(found[0]?.map(({ value }) => value));
      for (const { value } of nodes.flat()) expect(values).toContain(value);
      const oldest = Math.min(99, ...nodes.flat().map(({ madeAt }) => madeAt));
      expect(found[0]?.[0]?.madeAt).toBe(oldest);
    }),
    { numRuns: 60 },
  );
});

it('[I6] if there are more than are kept, the newest go', async () => {
  const secrets = createRedisSecrets(links.one.asking);
  const many = Array.from({ length: SECRETS_MAX + 5 }, (_, index) => secretOf(`secret-${index}`, index));
  const kept = many.slice(0, SECRETS_MAX);
  expect(await secrets.exchange([...many].reverse(), secretOf('proposal', 99))).toEqual(kept);
  expect(await secrets.exchange(many.slice(-5), secretOf('proposal', 99))).toEqual(kept);
});

it('[I6] the secret of an earlier version counts as the oldest, and an earlier version finds ours', async () => {
  const secrets = createRedisSecrets(links.one.asking);
  await links.one.commands.set('concord:secret:session', 'earlier');
  expect(await secrets.exchange([secretOf('ours', 5)], secretOf('proposal', 9))).toEqual([
    secretOf('earlier'),
    secretOf('ours', 5),
  ]);
  await links.one.commands.flushall();
  await secrets.exchange([secretOf('ours', 5)], secretOf('proposal', 9));
  expect(await links.one.commands.get('concord:secret:session')).toBe('ours');
});

it('[I6] a Redis that takes no writes still returns its secrets', async () => {
  const secrets = createRedisSecrets(links.one.asking);
  const known = await secrets.exchange([], secretOf('first'));
  await links.one.commands.config('SET', 'maxmemory', '1');
  expect(await secrets.exchange([], secretOf('second'))).toEqual(known);
  expect(await secrets.exchange(known, secretOf('second'))).toEqual(known);
  await expect(secrets.exchange([secretOf('another', 3)], secretOf('second'))).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await links.one.commands.config('SET', 'maxmemory', '0');
});
