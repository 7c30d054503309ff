import { expect, it } from 'vitest';
import { noOrder } from './room-order';
import { RoomOrders } from './room-orders';
import type { RoomOrder } from './stores/orders';

it('[O2] whoever asks while order is changed gets it as it is after that', async () => {
  const reads: ((order: RoomOrder) => void)[] = [];
  const orders = new RoomOrders({
    store: {
      find: () => new Promise((resolve) => reads.push(resolve)),
      restore: async (order) => order,
      replace: async () => true,
    },
    now: () => 0,
    secret: Promise.resolve('secret'),
    learned: () => {},
  });
  const asked = orders.of('plans');
  orders.changed('plans');
  reads[0]?.({ ...noOrder('plans'), revision: 1 });
  await expect.poll(() => reads.length).toBe(2);
  reads[1]?.({ ...noOrder('plans'), revision: 2 });
  expect(await asked).toMatchObject({ revision: 2 });
});
