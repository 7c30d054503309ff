import type { Entry } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { DELTA_MAX_ENTRIES, PAGE_ENTRIES } from '@/lib/chat/protocol';
import { DeliveryLoad } from './delivery-load';
import { EntryBatch } from './entry-batch';
import type { Run } from './recent-entries';
import { RoomFeed } from './room-feed';
import type { Appended, RoomLog } from './stores/room-log';

/** Entries of a room in memory: covers the longest delta, and what a node can put back into an emptied store. */
const KEEP_ENTRIES = 1_000;
const CHECK_EVERY_MS = 5_000;
const RETRY_MS = 500;

export interface RoomFeedsListener {
  /** Somebody at this node is in the room now. */
  opened(room: string): void;
  /** Nobody at this node is in the room any more. */
  closed(room: string): void;
  delivered(room: string, run: Run): void;
  changed(room: string, place: Run): void;
}

/** The feeds of one node: one for each room that anybody here is in, and none for the others. */
export interface RoomFeeds {
  /** The feed of a room, for as long as this follower stays. May be called again. */
  enter(room: string, follower: string): RoomFeed;
  leave(room: string, follower: string): void;
  /** Appends an entry to a room that is open here: whoever is not in it has nothing to say there. */
  append(room: string, entry: Entry): Promise<Appended>;
  close(): void;
}

interface OpenRoom {
  readonly feed: RoomFeed;
  readonly batch: EntryBatch;
  readonly followers: Set<string>;
}

export interface RoomFeedsOptions {
  readonly log: RoomLog;
  readonly listener: RoomFeedsListener;
  /** Entries that the log keeps of a room: a feed must not bring back what was dropped. */
  readonly historyLimit: number;
  readonly checkEveryMs?: number | undefined;
}

export function createRoomFeeds(options: RoomFeedsOptions): RoomFeeds {
  const { log, listener, historyLimit, checkEveryMs = CHECK_EVERY_MS } = options;
  const load = new DeliveryLoad();
  const rooms = new Map<string, OpenRoom>();

  function open(room: string) {
    const followers = new Set<string>();
    const batch = new EntryBatch(
      (run) => listener.delivered(room, run),
      () => load.windowMs,
    );
    const feed = new RoomFeed({
      room,
      log,
      listener: {
        delivered: (run) => {
          load.add(run.entries.length * followers.size);
          batch.add(run);
        },
        attaching: () => batch.flush(),
        changed: (place) => {
          batch.flush();
          listener.changed(room, place);
        },
      },
      retryDelay: () => RETRY_MS * (0.5 + Math.random()),
      checkEveryMs,
      keep: Math.min(KEEP_ENTRIES, historyLimit),
      deltaMax: DELTA_MAX_ENTRIES,
      pageSize: PAGE_ENTRIES,
    });
    const opened = { feed, batch, followers };
    rooms.set(room, opened);
    listener.opened(room);
    return opened;
  }

  return {
    enter: (room, follower) => {
      const { feed, followers } = rooms.get(room) ?? open(room);
      followers.add(follower);
      return feed;
    },
    leave: (room, follower) => {
      const opened = rooms.get(room);
      opened?.followers.delete(follower);
      if (opened?.followers.size !== 0) return;
      rooms.delete(room);
      opened.feed.close();
      opened.batch.close();
      listener.closed(room);
    },
    append: async (room, entry) => {
      const opened = rooms.get(room);
      if (opened === undefined) throw new ChatError('room_not_joined');
      return opened.feed.append(entry);
    },
    close: () => {
      for (const { feed, batch } of rooms.values()) {
        feed.close();
        batch.close();
      }
      rooms.clear();
    },
  };
}
