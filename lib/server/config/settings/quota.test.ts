import { expect, it } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { createLimits, type Limits } from '@/lib/server/limits/limits';
import { createMemoryRateLimits } from '@/lib/server/limits/rate-limits.memory';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const MB = 1_000_000;

/** What the longest possible message takes in a log, including its deletion. */
const LONGEST = 48_700;

/** A node's default limits, under a clock that the test moves. */
function limitsAt(clock: { now: number }, variables: Record<string, string> = {}): Limits {
  const { rates, rateAddressFactor, quotas } = readConfig(variables);
  return createLimits(
    createMemoryRateLimits(() => clock.now),
    rates,
    rateAddressFactor,
    quotas,
  );
}

interface Write {
  readonly at: number;
  readonly bytes: number;
}

/** Everything that gets through if `who` writes as fast and as much as rates and quotas allow. */
async function flood(
  who: (count: number) => { readonly id: string; readonly address: string },
  { forMs, stepMs }: { readonly forMs: number; readonly stepMs: number },
  variables: Record<string, string> = {},
): Promise<Write[]> {
  const clock = { now: 0 };
  const limits = limitsAt(clock, variables);
  const written: Write[] = [];
  let count = 0;
  for (; clock.now < forMs; clock.now += stepMs) {
    for (let isThrough = true; isThrough; ) {
      const asker = who(count++);
      isThrough = await limits
        .of('messages', asker)()
        .then(() => limits.storing(asker, LONGEST, async () => true))
        .catch(() => false);
      if (isThrough) written.push({ at: clock.now, bytes: LONGEST });
    }
  }
  return written;
}

/** The most that was written within any time of this length. */
function mostWithin(written: readonly Write[], ms: number): number {
  let most = 0;
  let sum = 0;
  let first = 0;
  for (const { at, bytes } of written) {
    sum += bytes;
    for (; (written[first]?.at ?? at) <= at - ms; first++) sum -= written[first]?.bytes ?? 0;
    most = Math.max(most, sum);
  }
  return most;
}

it('[G2] a guest who writes all they can stores at most 16 MB a day, and 4 MB in any hour', async () => {
  const written = await flood(() => ({ id: 'mallory', address: '203.0.113.1' }), {
    forMs: 2 * DAY_MS,
    stepMs: 20 * SECOND_MS,
  });
  const [hour, day] = [mostWithin(written, HOUR_MS), mostWithin(written, DAY_MS)];
  expect(hour).toBeLessThanOrEqual(4 * MB);
  expect(day).toBeLessThanOrEqual(16 * MB);
  // And not much less: a quota that is never reached would be a different one.
  expect(hour).toBeGreaterThan(3 * MB);
  expect(day).toBeGreaterThan(14 * MB);
});

it('[G2] coming as another guest each time shares the quota of the address, and with IPv6 that of the site', async () => {
  const times = { forMs: 2 * HOUR_MS, stepMs: 300 * SECOND_MS };
  const tenth = { QUOTA_ADDRESS: '4MB/1h' };
  const guest = (count: number) => `guest-${count}`;
  const one = await flood((count) => ({ id: guest(count), address: '203.0.113.1' }), times, tenth);
  expect(mostWithin(one, HOUR_MS)).toBeLessThanOrEqual(4 * MB);
  const subnet = (count: number) => (count % 65_536).toString(16);
  const site = await flood(
    (count) => ({ id: guest(count), address: `2001:db8:1:${subnet(count)}::/64` }),
    times,
    tenth,
  );
  expect(mostWithin(site, HOUR_MS)).toBeLessThanOrEqual(4 * 4 * MB);
});

it('[G2] neither an hour of busy typing, nor a long paste now and then, nor a whole office reaches the quota', async () => {
  const clock = { now: 0 };
  const limits = limitsAt(clock);
  const ada = { id: 'ada', address: '203.0.113.1' };
  // A message every four seconds for eight hours, and the longest possible paste every quarter of an hour.
  for (; clock.now < 8 * HOUR_MS; clock.now += 4 * SECOND_MS) {
    await limits.storing(ada, 900, async () => {});
    if (clock.now % (HOUR_MS / 4) === 0) await limits.storing(ada, LONGEST, async () => {});
  }
  // Five hundred people behind one address, each with a message a minute.
  for (let minute = 0; minute < 60; minute++, clock.now += 60 * SECOND_MS) {
    for (let index = 0; index < 500; index++)
      await limits.storing({ id: `office-${index}`, address: '203.0.113.2' }, 700, async () => {});
  }
});

it('[G2] failures and repeats do not count, and a refused member is told how long to wait', async () => {
  const clock = { now: 0 };
  const limits = limitsAt(clock, { QUOTA_MEMBER: '200kB/1h', QUOTA_ADDRESS: '400kB/1h' });
  const ada = { id: 'ada', address: '203.0.113.1' };
  const store = (work: (giveBack: () => void) => Promise<void>) => limits.storing(ada, 40_000, work);
  for (let count = 0; count < 20; count++) {
    await expect(store(() => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    await store(async (giveBack) => {
      giveBack();
      giveBack();
    });
  }
  await store(async () => {});
  await store(async () => {});
  let isDone = false;
  const third = store(async () => {
    isDone = true;
  });
  // A fifth of what comes back within the hour is missing.
  const retryAfterMs = await third.catch(({ code, details }) =>
    code === 'quota_reached' ? details.retryAfterMs : 0,
  );
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(HOUR_MS / 5);
  expect(isDone).toBe(false);
  clock.now += retryAfterMs;
  await store(async () => {});
});

it('[G2] a member who is refused takes nothing from the others at their address', async () => {
  const limits = limitsAt({ now: 0 }, { QUOTA_MEMBER: '200kB/1d', QUOTA_ADDRESS: '600kB/1d' });
  const store = (id: string) =>
    limits.storing({ id, address: '203.0.113.1' }, 40_000, async () => true).catch(() => false);
  const mallory = await Promise.all(Array.from({ length: 50 }, () => store('mallory')));
  expect(mallory.filter(Boolean)).toHaveLength(2);
  for (const name of ['ben', 'cleo']) expect([await store(name), await store(name)]).toEqual([true, true]);
});

it('[C2] a quota is bytes within a time, or several of these, or off; anything else is refused', () => {
  expect(readConfig({}).quotas.member).toEqual([
    { bytes: 4 * MB, ms: HOUR_MS },
    { bytes: 16 * MB, ms: DAY_MS },
  ]);
  expect(readConfig({ QUOTA_MEMBER: 'off', QUOTA_ADDRESS: '1GB/30m' }).quotas).toEqual({
    member: null,
    address: [{ bytes: 1_000 * MB, ms: HOUR_MS / 2 }],
  });
  // Below 200 kB, nobody could send the longest possible message.
  for (const wrong of ['4MB', '4/1h', '199kB/1h', '4mb/1h', '4MB/1h,', '4MB/1w', '0MB/1h', '4MB/32d', 'on'])
    expect(() => readConfig({ QUOTA_MEMBER: wrong }), wrong).toThrow(/QUOTA_MEMBER is written 4MB/);
});
