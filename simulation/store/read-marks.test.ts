import { describeReadMarks } from '@/lib/server/members/read-marks.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeReadMarks('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { marks: one.marks, otherNode: two.marks };
});
