import type { Found, LogFollower, Published, RoomLog } from '@/lib/server/log/room-log';
import type { Rooms } from '@/lib/server/rooms/rooms';

/** What a suite needs from a store: its log as two nodes see it (the same node twice if there can be only one). */
export interface LogFixture {
  readonly log: RoomLog;
  readonly otherNode: RoomLog;
  /** The rooms in the same store. */
  readonly rooms: Pick<Rooms, 'make' | 'replace'>;
}

export async function roomWith(log: RoomLog, room: string, count: number): Promise<string> {
  for (let index = 1; index <= count; index++) await log.append(room, String(index), `"${index}"`);
  return room;
}

/** Collects what is published, in its order. */
export function listen() {
  const all: Found[] = [];
  const heard = ({ epoch, from, entries }: Published) =>
    entries.forEach((entry, index) => {
      all.push({ epoch, seq: from + index, entry });
    });
  const follower: LogFollower = { heard, lapsed: () => {} };
  return { follower, all, entries: () => all.map(({ entry }) => entry) };
}
