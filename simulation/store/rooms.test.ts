import { describeRooms } from '@/lib/server/rooms/rooms.contract';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeRooms('the model', async (listedMax) => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return {
    rooms: createRedisRooms(one.asking, listedMax),
    otherNode: createRedisRooms(two.asking, listedMax),
  };
});
