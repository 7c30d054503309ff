import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Quota } from '@/lib/server/config/settings/quota';
import type { Rate } from '@/lib/server/config/settings/rate';
import type { RateLimits } from './rate-limits';

/** What the suite needs from a store: its limits as two nodes see them (the same node twice if there can be only one). */
export interface RateLimitsFixture {
  readonly limits: RateLimits;
  readonly otherNode: RateLimits;
}

/** So slow that nothing comes back during a test. */
const THREE: Rate = { burst: 3, everyMs: 60_000 };
/** So slow that a busy machine asks twice before one comes back, and so fast that a test can wait for it. */
const STEADY: Rate = { burst: 3, everyMs: 2_000 };
/** So fast that a test can wait for it often. */
const QUICK: Rate = { burst: 3, everyMs: 100 };

const HOUR_MS = 3_600_000;
const HOUR: Quota = [{ bytes: 200_000, ms: HOUR_MS }];

/** What every store owes as {@link RateLimits}. */
export function describeRateLimits(store: string, open: () => Promise<RateLimitsFixture>): void {
  describe(`limits in ${store}`, () => {
    let fixture: RateLimitsFixture;
    let people = 0;
    const somebody = () => `messages:member:${++people}`;

    beforeAll(async () => {
      fixture = await open();
    });

    const take = async (who: string, rate: Rate, times: number) => {
      const waits: number[] = [];
      for (let index = 0; index < times; index++) waits.push(await fixture.limits.take(who, rate));
      return waits;
    };

    it('[F1] the burst goes through at once, and anything beyond it is told how long to wait', async () => {
      const [first, second, third, fourth] = await take(somebody(), THREE, 4);
      expect([first, second, third]).toEqual([0, 0, 0]);
      expect(fourth).toBeGreaterThan(THREE.everyMs * 0.9);
      expect(fourth).toBeLessThanOrEqual(THREE.everyMs);
    });

    it('[F12] several are taken at once or not at all, and whoever waits as long as told has them', async () => {
      const who = somebody();
      expect(await fixture.limits.take(who, STEADY, 2)).toBe(0);
      const waitMs = await fixture.limits.take(who, STEADY, 3);
      expect(waitMs).toBeGreaterThan(STEADY.everyMs);
      expect(waitMs).toBeLessThanOrEqual(2 * STEADY.everyMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs + 50));
      expect(await fixture.limits.take(who, STEADY, 3)).toBe(0);
      expect(await fixture.limits.take(somebody(), THREE, 3)).toBe(0);
    }, 15_000);

    it('[F1] a refusal is known without asking for as long as it lasts, and takes nothing', async () => {
      const who = somebody();
      expect(fixture.limits.refusedFor(who, STEADY)).toBe(0);
      await take(who, STEADY, 3);
      const [wait = 0] = await take(who, STEADY, 1);
      expect(wait).toBeGreaterThan(0);
      const known = fixture.limits.refusedFor(who, STEADY);
      expect(known).toBeGreaterThan(0);
      expect(known).toBeLessThanOrEqual(wait);
      await vi.waitUntil(() => fixture.limits.refusedFor(who, STEADY) === 0, {
        interval: 50,
        timeout: 10_000,
      });
      expect(await take(who, STEADY, 1)).toEqual([0]);
    }, 15_000);

    it('[F1] one comes back after the other, and never more than the burst', async () => {
      const who = somebody();
      const began = performance.now();
      await take(who, QUICK, 3);
      for (let count = 0; count < 5; count++) {
        await vi.waitUntil(async () => (await fixture.limits.take(who, QUICK)) === 0, { interval: 5 });
      }
      // This checks not how long it takes, but how much may not have come back by then.
      expect(performance.now() - began).toBeGreaterThan(4.5 * QUICK.everyMs);
      await vi.waitUntil(() => performance.now() - began > 12 * QUICK.everyMs);
      const asked = performance.now();
      const granted = (await take(who, QUICK, 4)).filter((wait) => wait === 0).length;
      expect(granted).toBeGreaterThanOrEqual(3);
      // On a busy machine, one may come back while the four are asked for.
      expect(granted).toBeLessThanOrEqual(3 + Math.floor((performance.now() - asked + 1) / QUICK.everyMs));
    });

    it('[F1] asking again too early does not prolong the wait', async () => {
      const who = somebody();
      await take(who, THREE, 3);
      const waits = await take(who, THREE, 200);
      expect(Math.max(...waits)).toBeLessThanOrEqual(THREE.everyMs);
      expect(waits.at(-1)).toBeLessThanOrEqual(waits[0] as number);
    });

    it('[F1] of many who ask at the same instant at two nodes, the burst gets through', async () => {
      const who = somebody();
      const { limits, otherNode } = fixture;
      const asked = Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? limits : otherNode).take(who, THREE),
      );
      const waits = await Promise.all(asked);
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
      expect(waits.every((wait) => wait >= 0 && wait <= THREE.everyMs)).toBe(true);
    });

    it('[F2] nobody has less because of what others do', async () => {
      const [one, other] = [somebody(), somebody()];
      await take(one, THREE, 10);
      expect(await take(other, THREE, 3)).toEqual([0, 0, 0]);
    });

    it('[G2] up to half the quota can be taken at once, at any node, and a refusal takes nothing', async () => {
      const who = somebody();
      const { limits, otherNode } = fixture;
      expect(await limits.takeBytes(who, HOUR, 60_000)).toBe(0);
      const waitMs = await otherNode.takeBytes(who, HOUR, 60_000);
      // 20,000 bytes come back in a fifth of the time of 100,000.
      expect(waitMs).toBeGreaterThan(HOUR_MS / 5 - 60_000);
      expect(waitMs).toBeLessThanOrEqual(HOUR_MS / 5);
      expect(await limits.takeBytes(who, HOUR, 40_000)).toBe(0);
      expect(await otherNode.takeBytes(who, HOUR, 1_000)).toBeGreaterThan(0);
    });

    it('[G2] all of several spans hold, and a refusal by one takes nothing from any', async () => {
      const who = somebody();
      const { limits, otherNode } = fixture;
      const quota = [...HOUR, { bytes: 240_000, ms: 24 * HOUR_MS }];
      expect(await limits.takeBytes(who, quota, 90_000)).toBe(0);
      // The first needs a tenth of the hour, and the second no wait.
      for (const node of [limits, otherNode, limits]) {
        const waitMs = await node.takeBytes(who, quota, 20_000);
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(HOUR_MS / 10);
      }
      expect(await otherNode.takeBytes(who, quota, 10_000)).toBe(0);
      expect(await limits.takeBytes(who, quota, 30_000)).toBeGreaterThan(HOUR_MS);
    });

    it('[G2] of many who store at the same instant at two nodes, half the quota gets through', async () => {
      const who = somebody();
      const { limits, otherNode } = fixture;
      const asked = Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? limits : otherNode).takeBytes(who, HOUR, 10_000),
      );
      expect((await Promise.all(asked)).filter((waitMs) => waitMs === 0)).toHaveLength(10);
    });

    it('[F1] hostile names are just names', async () => {
      for (const who of ['__proto__', 'constructor', '{}', '}{', '', 'a b\r\nFLUSHALL', '%s\0']) {
        expect((await take(`names:member:${who}`, THREE, 4)).filter((wait) => wait === 0)).toHaveLength(3);
      }
    });
  });
}
