import type { Entry } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { createDeliveryLoad } from '@/lib/server/feeds/delivery-load';
import { feedBounds } from '@/lib/server/feeds/feed-bounds';
import type { Appended } from '@/lib/server/log/room-log';
import { sharingReads } from '@/lib/server/log/sharing-reads';
import { Room, type RoomOptions } from './room';

/**
 * How long a room that nobody here is in stays open: if a load balancer dies together with Redis, everybody has gone, and what
 * was acknowledged exists nowhere but here.
 */
const LINGER_MS = 5 * 60_000;

export interface LiveRoomsOptions
  extends Omit<RoomOptions, 'bounds' | 'closed' | 'lingerMs' | 'load' | 'readOlder'> {
  readonly historyLimit: number;
  readonly checkEveryMs?: number | undefined;
  readonly lingerMs?: number | undefined;
}

/** The rooms that are open on this node: those that anybody here is in, or was a while ago. */
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
      // A room that closes once more is not the one that opened after it.
      closed: (room) => {
        if (this.#rooms.get(room.id) === room) this.#rooms.delete(room.id);
      },
    };
  }

  /** Called when a socket enters the room, under its member's name if they have one. May be called again. */
  enter(id: string, socketId: string, member: Member | null): Room {
    const room = this.#rooms.get(id) ?? new Room(id, this.#options);
    this.#rooms.set(id, room);
    room.enter(socketId, member);
    return room;
  }

  /** Returns the room if somebody at this node is in it. */
  find(id: string): Room | undefined {
    const room = this.#rooms.get(id);
    return room?.hasPeople ? room : undefined;
  }

  /** Returns the rooms that somebody at this node is in. */
  ids(): string[] {
    return [...this.#rooms.values()].flatMap(({ id, hasPeople }) => (hasPeople ? [id] : []));
  }

  /** Appends an entry; nobody outside a room says anything there. @throws ChatError `room_not_joined`, `store_unavailable` */
  async append(id: string, entry: Entry): Promise<Appended> {
    const room = this.find(id);
    if (room === undefined) throw new ChatError('room_not_joined');
    return room.append(entry);
  }

  /** Resolves once this node's copy of an open room is what the log has, and any loss is repaired. */
  async check(id: string): Promise<void> {
    await this.#rooms.get(id)?.feed.check();
  }

  close(): void {
    for (const room of [...this.#rooms.values()]) room.close();
  }
}
