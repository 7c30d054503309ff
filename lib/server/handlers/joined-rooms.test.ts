import { describe, expect, it, vi } from 'vitest';
import { JoinedRooms } from './joined-rooms';

/** Joins as slow as a test wants them. */
function setUp() {
  const rooms = new JoinedRooms();
  const entered = vi.fn();
  const enter = (room: string) => {
    let permit = () => {};
    const asked = new Promise<void>((resolve) => (permit = resolve));
    return { permit, joined: rooms.enter(room, () => asked, entered) };
  };
  return { rooms, entered, enter };
}

describe('the rooms that a connection has joined', () => {
  it('are those that let it in', async () => {
    const { rooms, entered, enter } = setUp();
    const { permit, joined } = enter('plans');
    expect(rooms.has('plans')).toBe(false);
    permit();
    await joined;
    expect(rooms.ids).toEqual(['plans']);
    await rooms.enter('plans', async () => {}, entered);
    expect(rooms.ids).toEqual(['plans']);
    expect(entered).toHaveBeenCalledTimes(1);
  });

  it('are without one that refuses, or that it does not know', async () => {
    const { rooms, entered } = setUp();
    const refuse = () => Promise.reject(new Error('no'));
    await expect(rooms.enter('plans', refuse, entered)).rejects.toThrow('no');
    expect(rooms.leave('plans')).toBe(false);
    expect(entered).not.toHaveBeenCalled();
  });

  it('[M11] are without one that it left on its way there', async () => {
    const { rooms, entered, enter } = setUp();
    const [plans, others] = [enter('plans'), enter('others')];
    expect(rooms.leave('plans')).toBe(true);
    const again = enter('plans');
    for (const { permit } of [plans, others]) permit();
    await expect(plans.joined).rejects.toMatchObject({ code: 'room_not_joined' });
    await others.joined;
    expect(rooms.ids).toEqual(['others']);
    again.permit();
    await again.joined;
    expect(rooms.ids).toEqual(['others', 'plans']);
    expect(entered).toHaveBeenCalledTimes(2);
  });

  it('are none once it is closed', async () => {
    const { rooms, enter } = setUp();
    const [plans, late] = [enter('plans'), enter('late')];
    plans.permit();
    await plans.joined;
    expect(rooms.clear()).toEqual(['plans']);
    late.permit();
    await expect(late.joined).rejects.toMatchObject({ code: 'room_not_joined' });
    expect(rooms.ids).toEqual([]);
  });
});
