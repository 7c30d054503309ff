import { describeRoomLog } from '@/lib/server/log/room-log.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeRoomLog('the model', async (historyLimit, historyBytes = Number.MAX_SAFE_INTEGER) => {
  const options = { historyLimit, historyBytes };
  const [one, two] = await Promise.all([nodes.open('one', options), nodes.open('two', options)]);
  return { log: one.log, otherNode: two.log, rooms: two.rooms };
});
