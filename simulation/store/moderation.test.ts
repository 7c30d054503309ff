import { describeModeration } from '@/lib/server/records/records.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeModeration('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { rooms: one.rooms, states: one.moderation, otherNode: two.moderation };
});
