import { describeAvatars } from '@/lib/server/members/avatars.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeAvatars('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { avatars: one.avatars, otherNode: two.avatars };
});
