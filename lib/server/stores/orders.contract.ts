import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noOrder } from '../room-order';
import type { Orders, RoomOrder } from './orders';

/** What a suite needs of a store: how order is kept as two nodes see it (the same where only one node can be). */
export interface OrdersFixture {
  readonly orders: Orders;
  readonly otherNode: Orders;
  close(): Promise<void>;
}

const WRITERS = 20;

const order = (room: string, changes: Partial<RoomOrder> = {}): RoomOrder => ({
  ...noOrder(room),
  revision: 1,
  ...changes,
});

/** The obligations of {@link Orders}, for every store alike. */
export function describeOrders(store: string, open: () => Promise<OrdersFixture>): void {
  describe(`how order is kept in ${store}`, () => {
    let fixture: OrdersFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture?.close());

    it('[O2] what was stored is found at every node, to the letter', async () => {
      const { orders, otherNode } = fixture;
      const ada = { id: 'ada', name: 'Ada "{}" 聊天' };
      const stored = order('plans', { slowMs: 5_000, banned: [{ member: ada, by: ada, addresses: ['x'] }] });
      expect(await otherNode.find('plans')).toBeUndefined();
      expect(await orders.replace(stored)).toBe(true);
      expect(await otherNode.find('plans')).toEqual(stored);
    });

    it('[O2] of many who change it at the same instant, one does, and a later one builds on it', async () => {
      const { orders, otherNode } = fixture;
      const asked = Array.from({ length: WRITERS }, (_, index) =>
        (index % 2 ? orders : otherNode).replace(order('races', { slowMs: index })),
      );
      const won = (await Promise.all(asked)).flatMap((isStored, index) => (isStored ? [index] : []));
      expect(won).toHaveLength(1);
      expect((await orders.find('races'))?.slowMs).toBe(won[0]);
      expect(await orders.replace(order('races', { revision: 3 }))).toBe(false);
      expect(await orders.replace(order('races', { revision: 2, isClosed: true }))).toBe(true);
      expect(await otherNode.find('races')).toMatchObject({ revision: 2, isClosed: true });
    });

    it('[E6] what a store has lost is restored, and what is newer than it is left alone', async () => {
      const { orders, otherNode } = fixture;
      const lost = order('lost', { revision: 7, slowMs: 5_000 });
      expect(await orders.restore(lost)).toEqual(lost);
      expect(await otherNode.restore(order('lost', { revision: 6 }))).toEqual(lost);
      expect(await otherNode.find('lost')).toEqual(lost);
      expect(await orders.replace(order('lost', { revision: 8 }))).toBe(true);
    });

    it('[O2] nothing is stored in place of what is not there', async () => {
      expect(await fixture.orders.replace(order('none', { revision: 2 }))).toBe(false);
      expect(await fixture.orders.find('none')).toBeUndefined();
    });
  });
}
