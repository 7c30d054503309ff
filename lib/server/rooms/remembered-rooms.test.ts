import { expect, it } from 'vitest';
import { rememberRooms } from './remembered-rooms';
import type { Rooms } from './rooms';

const HOUR_MS = 60 * 60 * 1_000;

function remember() {
  let now = 0;
  const added: string[] = [];
  const store = {
    addToMyRooms: async (memberId: string, room: string) => added.push(`${memberId} in ${room}`) > 0,
    used: async () => {},
    endUnused: async () => ['plans'],
  } as unknown as Rooms;
  const rooms = rememberRooms(store, () => now);
  const later = (hours: number) => {
    now += hours * HOUR_MS;
  };
  return { rooms, added, later };
}

it('[H8] counts only what it still remembers, however often a room was quiet for long', async () => {
  const { rooms, later } = remember();
  for (let weekend = 0; weekend < 3; weekend += 1) {
    for (const member of ['ada', 'ben', 'cleo']) await rooms.addToMyRooms(member, 'plans');
    expect(rooms.remembered()).toEqual({ rooms: 1, members: 3 });
    later(25);
  }
  await rooms.endUnused({ writtenMs: null, emptyMs: 0 }, () => false);
  expect(rooms.remembered()).toEqual({ rooms: 0, members: 0 });
});

it('[E6] puts back a room in which somebody sits, however long ago anybody asked for it', async () => {
  const { rooms, added, later } = remember();
  await rooms.addToMyRooms('ada', 'plans');
  for (let day = 0; day < 3; day += 1) {
    later(20);
    await rooms.used('plans');
  }
  await rooms.putBack('plans', true);
  expect(added).toEqual(['ada in plans', 'ada in plans']);
  later(25);
  await rooms.putBack('plans', true);
  expect(added).toHaveLength(2);
});
