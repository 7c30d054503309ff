import { describeSecrets } from '@/lib/server/identity/secrets.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeSecrets('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { secrets: one.secrets, otherNode: two.secrets };
});
