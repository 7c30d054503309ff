import { expect, it } from 'vitest';
import { configuredSecrets, type KnownSecrets } from '@/lib/server/identity/session-secrets';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import { ModerationCache } from './moderation-cache';
import { noModeration } from './room-moderation';

interface Read {
  answer(moderation: ModerationState): void;
  fail(): void;
}

/** Somebody asks, and the moderation changes before the store has answered, so that it is read again. */
async function askOvertaken() {
  const reads: Read[] = [];
  const find = () =>
    new Promise<ModerationState>((answer, reject) => {
      reads.push({ answer, fail: () => reject(new Error('The store is away.')) });
    });
  const moderationCache = new ModerationCache({
    store: { find, restore: async (moderation) => moderation, replace: async () => true },
    now: () => 0,
    secrets: configuredSecrets('secret'),
    learned: () => {},
  });
  const asked = moderationCache.of('plans');
  moderationCache.changed('plans');
  reads[0]?.answer({ ...noModeration('plans'), revision: 1 });
  await expect.poll(() => reads.length).toBe(2);
  return { asked, again: reads[1] as Read };
}

it('[I6] an address is recognized under every secret that it was ever stored with', async () => {
  const known = async (...values: [string, ...string[]]) =>
    new ModerationCache({
      store: {
        find: async () => undefined,
        restore: async (moderation) => moderation,
        replace: async () => true,
      },
      now: () => 0,
      secrets: {
        known: async () => values.map((value) => ({ value, madeAt: 0 })) as unknown as KnownSecrets,
      },
      learned: () => {},
    }).fingerprints('192.0.2.1');
  const [[before], after] = [await known('late'), await known('early', 'late')];
  expect(after).toHaveLength(2);
  expect(after[1]).toBe(before);
  expect(after[0]).not.toBe(before);
});

it('[O2] asking while the moderation changes returns it as it is after the change', async () => {
  const { asked, again } = await askOvertaken();
  again.answer({ ...noModeration('plans'), revision: 2 });
  expect(await asked).toMatchObject({ revision: 2 });
});

it('[O2] what was read before the change counts if it cannot be read again', async () => {
  const { asked, again } = await askOvertaken();
  again.fail();
  expect(await asked).toMatchObject({ revision: 1 });
});
