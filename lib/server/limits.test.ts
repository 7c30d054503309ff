import { expect, it } from 'vitest';
import { readConfig } from './config';
import { createLimits } from './limits';
import { createMemoryRateLimits } from './stores/rate-limits.memory';

it('[O6] a message that could not be stored has its turn in a slow room still, and the next has none', async () => {
  const limits = createLimits(createMemoryRateLimits(), readConfig({}).rates, null);
  const take = (messageId: string) => limits.slow({ room: 'plans', memberId: 'ben', messageId }, 60_000);
  await take('ben:one');
  await take('ben:one');
  await expect(take('ben:two')).rejects.toMatchObject({ code: 'rate_limited' });
  await take('ben:one');
});
