import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomOrder } from '@/lib/server/records/moderation-record';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { Rooms } from '@/lib/server/rooms/rooms';
import type { Orders } from './moderation-records';
import { noOrder } from './room-moderation';

/** What a suite needs of a store: how order is kept as two nodes see it (the same where only one node can be). */
export interface OrdersFixture {
  readonly orders: Orders;
  readonly otherNode: Orders;
  /** The rooms in the same store. */
  readonly rooms: Rooms;
  close(): Promise<void>;
}

const WRITERS = 20;

const order = (room: string, changes: Partial<RoomOrder> = {}): RoomOrder => ({
  ...noOrder(room),
  revision: 1,
  ...changes,
});

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

const roomOf = (id: string, owner = ada): RoomRecord => ({
  id,
  kind: 'open',
  title: id,
  topic: '',
  owner,
  revision: 1,
  madeAt: 0,
});
const ownedBy = (record: RoomRecord, owner: typeof ada): RoomRecord => ({
  ...record,
  owner,
  revision: record.revision + 1,
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

    it('[O8] order and room are stored together, or neither is', async () => {
      const { orders, otherNode, rooms } = fixture;
      const seen = await rooms.make(roomOf('given'));
      const next = ownedBy(seen, ben);
      expect(await orders.replace(order('given'), { seen, next })).toBe(true);
      expect(await rooms.find('given')).toEqual(next);
      expect(await otherNode.replace(order('given', { revision: 2 }), { seen })).toBe(false);
      const late = { seen, next: ownedBy(seen, ada) };
      expect(await otherNode.replace(order('given', { revision: 2 }), late)).toBe(false);
      const early = order('given', { isClosed: true });
      expect(await otherNode.replace(early, { seen: next, next: ownedBy(next, ada) })).toBe(false);
      expect(await rooms.find('given')).toEqual(next);
      expect((await otherNode.find('given'))?.revision).toBe(1);
      expect(await otherNode.replace(order('given', { revision: 2 }), { seen: next })).toBe(true);
    });

    it('[O8] of many who give a room away at the same instant, one does', async () => {
      const { orders, otherNode, rooms } = fixture;
      const seen = await rooms.make(roomOf('torn'));
      const asked = Array.from({ length: WRITERS }, (_, index) =>
        (index % 2 ? orders : otherNode).replace(order('torn', { slowMs: index }), {
          seen,
          next: ownedBy(seen, { id: `heir-${index}`, name: 'Heir' }),
        }),
      );
      const won = (await Promise.all(asked)).flatMap((isStored, index) => (isStored ? [index] : []));
      expect(won).toHaveLength(1);
      expect((await rooms.find('torn'))?.owner?.id).toBe(`heir-${won[0]}`);
      expect((await orders.find('torn'))?.slowMs).toBe(won[0]);
    });

    it('[O2] a room that nobody made is of revision 0', async () => {
      const seen = { ...roomOf('lobby'), revision: 0 };
      expect(await fixture.orders.replace(order('lobby'), { seen })).toBe(true);
      expect(await fixture.orders.replace(order('lobby', { revision: 2 }), { seen: roomOf('lobby') })).toBe(
        false,
      );
    });

    it('[O2] nothing is stored in place of what is not there', async () => {
      expect(await fixture.orders.replace(order('none', { revision: 2 }))).toBe(false);
      expect(await fixture.orders.find('none')).toBeUndefined();
    });
  });
}
