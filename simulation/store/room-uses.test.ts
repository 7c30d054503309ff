import { describeRoomUses } from '@/lib/server/rooms/unused/room-uses.contract';
import { ModelForTests, REAL_WORLD } from './model-for-tests';

let passedMs = 0;
const nodes = new ModelForTests({ ...REAL_WORLD, now: () => Date.now() + passedMs });

describeRoomUses('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one', { historyLimit: 10_000 }), nodes.open('two')]);
  const later = async (ms: number) => {
    passedMs += ms;
  };
  return { ...one, states: one.moderation, otherNode: two.rooms, later };
});
