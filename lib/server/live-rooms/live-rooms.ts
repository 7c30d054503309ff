import type { Entry } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { createDeliveryLoad } from '@/lib/server/feeds/delivery-load';
import { feedBounds } from '@/lib/server/feeds/feed-bounds';
import type { Appended } from '@/lib/server/log/room-log';
import { sharingReads } from '@/lib/server/log/sharing-reads';
import { Room, type RoomOptions } from './room';

/**
 * How long a room that nobody here is in stays open: when a load balancer dies and Redis with it, all have gone, and what
 * was acknowledged is nowhere but here.
 */
const LINGER_MS = 5 * 60_000;

export interface LiveRoomsOptions
  extends Omit<RoomOptions, 'bounds' | 'closed' | 'lingerMs' | 'load' | 'readOlder'> {
  readonly historyLimit: number;
  readonly checkEveryMs?: number | undefined;
  readonly lingerMs?: number | undefined;
}

/** The rooms that are open on this node: each that anybody here is in, or was a while ago, and none of the others. */
export class LiveRooms {
  readonly #options: RoomOptions;
  readonly #rooms = new Map<string, Room>();

  constructor({ historyLimit, checkEveryMs, lingerMs = LINGER_MS, ...options }: LiveRoomsOptions) {
    this.#options = {
      ...options,
      lingerMs,
      readOlder: sharingReads(options.log).before,
      load: createDeliveryLoad(),
      bounds: feedBounds(historyLimit, checkEveryMs),
      closed: ({ id }) => void this.#rooms.delete(id),
    };
  }

  /** A socket comes into the room, under the name of its member where that has one. May be called again. */
  enter(id: string, socketId: string, member: Member | null): Room {
    const room = this.#rooms.get(id) ?? new Room(id, this.#options);
    this.#rooms.set(id, room);
    room.enter(socketId, member);
    return room;
  }

  /** A room that somebody at this node is in. */
  find(id: string): Room | undefined {
    const room = this.#rooms.get(id);
    return room?.hasPeople ? room : undefined;
  }

  /** Rooms that somebody at this node is in. */
  ids(): string[] {
    return [...this.#rooms.values()].flatMap(({ id, hasPeople }) => (hasPeople ? [id] : []));
  }

  /** Whoever is not in the room has nothing to say there. @throws ChatError `room_not_joined`, `store_unavailable` */
  async append(id: string, entry: Entry): Promise<Appended> {
    const room = this.find(id);
    if (room === undefined) throw new ChatError('room_not_joined');
    return room.append(entry);
  }

  /** Resolves once what this node has of a room that is open here is what the log has, and a loss is made good. */
  async check(id: string): Promise<void> {
    await this.#rooms.get(id)?.feed.check();
  }

  close(): void {
    for (const room of [...this.#rooms.values()]) room.close();
  }
}
