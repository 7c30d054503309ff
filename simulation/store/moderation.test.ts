import { describeOrders } from '@/lib/server/records/records.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describeOrders('the model', async () => {
  const [one, two] = await Promise.all([nodes.open('one'), nodes.open('two')]);
  return { rooms: one.rooms, orders: one.orders, otherNode: two.orders };
});
