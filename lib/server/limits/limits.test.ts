import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { createLimits } from './limits';
import { createMemoryRateLimits } from './rate-limits.memory';

it('[O6] a message that could not be stored still has its turn in a slow room, and the next one has none', async () => {
  const limits = createLimits(createMemoryRateLimits(), readConfig({}).rates, null);
  const take = (messageId: string) => limits.slow({ room: 'plans', memberId: 'ben', messageId }, 60_000);
  await take('ben:one');
  await take('ben:one');
  await expect(take('ben:two')).rejects.toMatchObject({ code: 'rate_limited' });
  await take('ben:one');
});

/** How many of these guests, each new and at an address of their own, may make a room at one instant. */
async function roomsOf(addresses: readonly string[]): Promise<number> {
  const rates = readConfig({ RATE_ROOMS: '1/1h' }).rates;
  const limits = createLimits(
    createMemoryRateLimits(() => 0),
    rates,
    5,
  );
  let made = 0;
  for (const [index, address] of addresses.entries()) {
    const take = limits.of('rooms', { id: `guest-${index}`, address });
    await take().then(
      () => made++,
      () => {},
    );
  }
  return made;
}

it('[F6] nobody new asks the store for what is refused to all of their network', async () => {
  const store = createMemoryRateLimits(() => 0);
  const take = vi.spyOn(store, 'take');
  const limits = createLimits(store, readConfig({ RATE_ROOMS: '1/1h' }).rates, 1);
  const make = (index: number) =>
    limits.of('rooms', {
      id: `guest-${index}`,
      address: `2001:db8:bad:${(index * 200).toString(16)}::/64`,
    })();
  for (let index = 0; index < 100; index++) await make(index).catch(() => {});
  const before = take.mock.calls.length;
  for (let index = 100; index < 300; index++)
    await expect(make(index)).rejects.toMatchObject({ code: 'rate_limited' });
  expect(take.mock.calls.length - before).toBeLessThan(10);
});

const GUESTS = Array.from({ length: 300 }, (_, index) => index);
const hex = (max: number) => fc.integer({ min: 0, max }).map((value) => value.toString(16));

it('[F6] an IPv6 network has four times the limit of one address, however its owner spreads over it', async () => {
  const subnets = fc.array(hex(0xffff), { minLength: 300, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(hex(0xffff), subnets, async (site, ids) => {
      expect(await roomsOf(ids.map((id) => `2001:db8:${site}:${id}::/64`))).toBeLessThanOrEqual(20);
    }),
    { numRuns: 20 },
  );
  expect(await roomsOf(GUESTS.map(() => '2001:db8:1:2::/64'))).toBe(5);
  expect(
    await roomsOf(GUESTS.map((id) => `2001:db8:1:2${id.toString(16).padStart(2, '0').slice(-2)}::/64`)),
  ).toBe(10);
});

it('[F6] neighbours in other networks are not affected', async () => {
  expect(await roomsOf(GUESTS.map((id) => `2001:db8:${id.toString(16)}:1::/64`))).toBe(300);
  expect(await roomsOf(GUESTS.map((id) => `203.0.${id % 100}.${id}`))).toBe(300);
});
