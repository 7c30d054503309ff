import { describe, expect, it } from 'vitest';
import { ChatError } from '@/lib/chat/errors';
import { hiddenRoomId } from '@/lib/chat/room';
import { StillAdmitted } from './still-admitted';

const ROOM = hiddenRoomId('private', 'secret');

/** Ada and Ben, who are in the room at this node. */
function place() {
  const admitted = new Set(['ada', 'ben']);
  const inside = new Set(['ada', 'ben']);
  const told: unknown[] = [];
  const state = { now: 1_000, reads: 0, isAway: false, putsBack: [] as string[] };
  const tabOf = (id: string) => ({
    asker: () => ({ id }),
    leave: () => void inside.delete(id),
  });
  const context = {
    rooms: {
      access: {
        requireVisible: async (_: string, id: string) => {
          state.reads += 1;
          if (state.isAway) throw new ChatError('store_unavailable');
          if (!admitted.has(id)) throw new ChatError('room_unknown');
        },
      },
      store: {
        admissionOf: async (_: string, id: string) => (admitted.has(id) ? { id } : undefined),
        forgetAdmission: () => {},
      },
      tellNews: (news: unknown) => told.push(news),
    },
    liveRooms: {
      check: async () => {
        for (const id of state.putsBack) admitted.add(id);
      },
    },
    members: { tabs: { of: (id: string) => [tabOf(id)], in: () => [...inside].map(tabOf) } },
    node: { logger: { warn: () => {} }, now: () => state.now },
  };
  const still = new StillAdmitted(() => context as never);
  return { still, admitted, inside, told, state };
}

describe('members in a private room', () => {
  it('[M7] are looked up once a second, and all their messages meanwhile share the answer', async () => {
    const { still, state } = place();
    await Promise.all([still.check(ROOM, 'ben'), still.check(ROOM, 'ben')]);
    await still.check(ROOM, 'ben');
    expect(state.reads).toBe(1);
    state.now += 1_000;
    await still.check(ROOM, 'ben');
    expect(state.reads).toBe(2);
    await still.check('lobby', 'ben');
    expect(state.reads).toBe(2);
  });

  it('[M7] are removed after a gap if they are no longer admitted, at all nodes', async () => {
    const { still, admitted, inside, told } = place();
    admitted.delete('ben');
    await still.checkAll(ROOM);
    expect([...inside]).toEqual(['ada']);
    expect(told).toEqual([{ kind: 'my-rooms:removed', memberId: 'ben', roomId: ROOM, hasLeft: true }]);
    await expect(still.check(ROOM, 'ben')).rejects.toMatchObject({ code: 'room_unknown' });
  });

  it('[E6] stay while a loss is being repaired, or while the store does not answer', async () => {
    const { still, admitted, inside, state } = place();
    admitted.delete('ben');
    state.putsBack = ['ben'];
    await still.check(ROOM, 'ben');
    admitted.delete('ben');
    state.now += 1_000;
    state.isAway = true;
    await still.check(ROOM, 'ben');
    expect(inside.has('ben')).toBe(true);
  });

  it('[M11] stay if they were let in again after they left', async () => {
    const { still, admitted, inside } = place();
    await still.left(ROOM, 'ben');
    expect(inside.has('ben')).toBe(true);
    admitted.delete('ben');
    await still.left(ROOM, 'ben');
    expect(inside.has('ben')).toBe(false);
  });
});
