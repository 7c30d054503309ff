import { describeRateLimits } from '@/lib/server/limits/rate-limits.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeRateLimits('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { limits: one.limits, otherNode: two.limits };
});
