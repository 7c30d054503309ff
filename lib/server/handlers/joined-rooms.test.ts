import { describe, expect, it } from 'vitest';
import { JOINED_ROOMS_MAX, JoinedRooms } from './joined-rooms';

/** Joins that take as long as the test wants, before and after they enter. */
function setUp() {
  const rooms = new JoinedRooms();
  const join = (room: string) => {
    const joining = { room };
    let [permit, answer] = [() => {}, () => {}];
    const permitted = new Promise<void>((resolve) => (permit = resolve));
    const answered = new Promise<void>((resolve) => (answer = resolve));
    let isNew: boolean | undefined;
    const done = rooms.during(joining, async () => {
      await permitted;
      isNew = rooms.enter(joining);
      await answered;
      rooms.checkWanted(joining);
    });
    return { permit, answer, done, isNew: () => isNew };
  };
  return { rooms, join };
}

const REFUSED = { code: 'room_not_joined' };
const soon = () => new Promise(setImmediate);

describe('the rooms that a connection has joined', () => {
  it('[M18] have a bound, towards which rooms being joined count, each once', async () => {
    const { rooms, join } = setUp();
    const joins = Array.from({ length: JOINED_ROOMS_MAX }, (_, index) => join(`room-${index}`));
    await expect(join('one-more').done).rejects.toMatchObject({ code: 'rooms_too_many' });
    const again = join('room-7');
    for (const { permit, answer, done } of [...joins, again]) {
      permit();
      answer();
      await done;
    }
    await expect(join('one-more').done).rejects.toMatchObject({ code: 'rooms_too_many' });
    rooms.leave('room-7');
    const last = join('one-more');
    last.permit();
    last.answer();
    await last.done;
    expect(rooms.ids).toHaveLength(JOINED_ROOMS_MAX);
  });

  it('are those that let the connection in, each once', async () => {
    const { rooms, join } = setUp();
    const [first, again] = [join('plans'), join('plans')];
    expect(rooms.has('plans')).toBe(false);
    for (const { permit, answer, done } of [first, again]) {
      permit();
      answer();
      await done;
      expect(rooms.ids).toEqual(['plans']);
    }
    expect([first.isNew(), again.isNew()]).toEqual([true, false]);
  });

  it('do not include one that it neither joined nor asked to', () => {
    const { rooms } = setUp();
    expect(rooms.leave('plans')).toBe(false);
  });

  it('[M11] do not include one that it left while joining', async () => {
    const { rooms, join } = setUp();
    const [plans, others] = [join('plans'), join('others')];
    expect(rooms.leave('plans')).toBe(true);
    const again = join('plans');
    for (const { permit, answer } of [plans, others]) {
      permit();
      answer();
    }
    await expect(plans.done).rejects.toMatchObject(REFUSED);
    await others.done;
    expect(rooms.ids).toEqual(['others']);
    again.permit();
    again.answer();
    await again.done;
    expect(rooms.ids).toEqual(['others', 'plans']);
  });

  it('[M11] answer no join that was left before its answer, even if another has entered since', async () => {
    const { rooms, join } = setUp();
    const plans = join('plans');
    plans.permit();
    await soon();
    expect(rooms.leave('plans')).toBe(true);
    const again = join('plans');
    again.permit();
    await soon();
    plans.answer();
    await expect(plans.done).rejects.toMatchObject(REFUSED);
    again.answer();
    await again.done;
    expect(rooms.ids).toEqual(['plans']);
  });

  it('are empty once the connection is closed', async () => {
    const { rooms, join } = setUp();
    const [plans, late] = [join('plans'), join('late')];
    plans.permit();
    plans.answer();
    await plans.done;
    expect(rooms.clear()).toEqual(['plans']);
    late.permit();
    await expect(late.done).rejects.toMatchObject(REFUSED);
    expect(rooms.ids).toEqual([]);
  });
});
