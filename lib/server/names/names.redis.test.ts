import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { LateLink } from '@/lib/server/testing/late-link-for-tests';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeNames } from './names.contract';
import { createRedisNames } from './names.redis';

const links = new TwoLinks();

const admin = () => links.one.commands;

describeNames('Redis', async () => {
  const [names, otherNode] = [createRedisNames(links.one.asking), createRedisNames(links.two.asking)];
  return {
    names,
    otherNode,
    forget: async () => void (await admin().flushall()),
  };
});

it('[N8] names that nobody holds any more leave nothing behind in Redis', async () => {
  await admin().flushall();
  const names = createRedisNames(links.one.asking);
  for (let index = 0; index < 100; index++)
    await names.claim({ id: `id ${index}`, name: `Name ${index}` }, 20);
  await vi.waitUntil(async () => {
    await names.renew([], 1_000, 'site-');
    return (await admin().keys('*')).length === 0;
  });
});

it('[N8] more members than fit into one script can be renewed', async () => {
  await admin().flushall();
  const names = createRedisNames(links.one.asking);
  const members = Array.from({ length: 1_200 }, (_, index) => ({ id: `id ${index}`, name: `Name ${index}` }));
  expect(await names.renew(members, 60_000, 'site-')).toEqual([]);
  expect(await admin().hlen('concord:{names}:owners')).toBe(1_200);
});

it('[N14] two members who got names that look the same from an earlier version keep both, and nobody gets a third', async () => {
  await admin().flushall();
  const names = createRedisNames(links.one.asking);
  const [ada, eve, third] = [
    { id: 'ada', name: 'Ada' },
    { id: 'eve', name: 'Аda' },
    { id: 'mallory', name: 'Аdа' },
  ];
  await names.claim(ada, 60_000);
  const forgetLooks = () => admin().del('concord:{names}:looks', 'concord:{names}:looking');
  await forgetLooks();
  expect(await names.claim(eve, 60_000)).toBe(true);
  await forgetLooks();
  expect(await names.renew([ada, eve], 60_000, 'site-')).toEqual([]);
  for (const member of [ada, eve]) expect(await names.keep(member, 60_000)).toBe(true);
  expect(await names.claim(third, 60_000)).toBe(false);
  await names.release('ada');
  expect(await names.renew([eve], 60_000, 'site-')).toEqual([]);
  expect(await names.claim(third, 60_000)).toBe(false);
  await names.release('eve');
  expect(await names.claim(third, 60_000)).toBe(true);
});

const LEASE_MS = 400;
const openNode = (node: string) => createRedisNames(links.one.asking, { node, leaseMs: LEASE_MS });
const passing = { id: 'classic-1', name: 'Bot', isPassing: true };

it('[N11] the name of a member who goes with their node is free when the node falls silent, and only then', async () => {
  await admin().flushall();
  const [dying, living] = [openNode('dying'), openNode('living')];
  await dying.live();
  await dying.claim(passing, 60_000);
  await dying.claim({ id: 'ada', name: 'Ada' }, 60_000);
  for (let times = 0; times < 10; times++) {
    await Promise.all([dying.live(), living.live()]);
    expect(await living.claim({ id: 'eve', name: 'Bot' }, 60_000)).toBe(false);
    await delay(LEASE_MS / 10);
  }
  const silentSince = performance.now();
  await vi.waitUntil(async () => {
    await living.live();
    return living.claim({ id: 'classic-2', name: 'bot', isPassing: true }, 60_000);
  });
  expect(performance.now() - silentSince).toBeGreaterThan(LEASE_MS / 3);
  expect(await living.free(['Ada', 'Bot'])).toEqual([]);
  expect(await dying.renew([passing], 60_000, 'site-')).toEqual([{ id: 'classic-1', name: null }]);
});

it('[N11] a time in which Redis answered no node frees no name', async () => {
  await admin().flushall();
  const [one, two] = [openNode('one'), openNode('two')];
  await Promise.all([one.live(), two.live()]);
  await two.claim(passing, 60_000);
  await delay(2 * LEASE_MS);
  await one.live();
  expect(await one.claim({ id: 'eve', name: 'Bot' }, 60_000)).toBe(false);
  await two.live();
  expect(await one.claim({ id: 'eve', name: 'Bot' }, 60_000)).toBe(false);
});

type Step = 'stick' | 'connect' | 'deliver' | { readonly id: string; readonly name: string | null };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ id: fc.constantFrom('ada', 'ben'), name: fc.constantFrom('A', 'B', 'C', null) }),
  },
  { weight: 3, arbitrary: fc.constantFrom('stick' as const, 'connect' as const, 'deliver' as const) },
);

it('[N12] a late claim or release from an earlier connection renames nobody and frees nothing', async () => {
  const property = fc.asyncProperty(fc.array(anyStep, { maxLength: 20 }), async (steps) => {
    await admin().flushall();
    const link = new LateLink(links.one.asking);
    const names = createRedisNames(link, { node: 'late' });
    for (const step of steps) {
      if (step === 'stick') link.isStuck = true;
      else if (step === 'connect') await link.connectAnew();
      else if (step === 'deliver') await link.deliver(link.isStuck ? 0 : 1);
      else {
        const { id, name } = step;
        const asked = name === null ? names.release(id) : names.claim({ id, name }, 60_000);
        if (link.isStuck) asked.catch(() => {});
        else await asked;
      }
    }
    await link.connectAnew();
    // A member who got no answer asks again, and has that name from then on.
    for (const id of ['ada', 'ben']) await names.release(id);
    await names.claim({ id: 'ada', name: 'Ada' }, 60_000);
    await link.deliver();
    expect(await admin().hgetall('concord:{names}:members')).toEqual({ ada: 'ada Ada' });
  });
  await fc.assert(property, { numRuns: 200 });
});

it('[A1] while Redis is away no name can be claimed', async () => {
  const names = createRedisNames(links.one.asking);
  await links.redis.kill();
  await expect(names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await links.redis.restart();
});
