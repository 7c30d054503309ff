import { describeNames } from '@/lib/server/names/names.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeNames('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { names: one.names, otherNode: two.names, forget: async () => nodes.model.flush() };
});
