import type { Entry } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { DELTA_MAX_ENTRIES, PAGE_ENTRIES } from '@/lib/chat/protocol';
import { createDeliveryLoad } from './delivery-load';
import { EntryBatch } from './entry-batch';
import type { LoadWindow } from './load-window';
import type { LoggedEntry } from './logged-entry';
import type { Run } from './recent-entries';
import { RoomFeed } from './room-feed';
import type { Appended, RoomLog } from './stores/room-log';

/** Entries of a room in memory: covers the longest delta, and what a node can put back into an emptied store. */
const KEEP_ENTRIES = 1_000;
const CHECK_EVERY_MS = 5_000;
const RETRY_MS = 500;
/**
 * How long a room that nobody here is in stays open: when a load balancer dies and Redis with it, all have gone, and what
 * was acknowledged is nowhere but here.
 */
const LINGER_MS = 5 * 60_000;

export interface RoomFeedsListener {
  /** Somebody at this node is in the room now. */
  opened(room: string): void;
  /** Nobody at this node is in the room any more. */
  closed(room: string): void;
  delivered(room: string, run: Run): void;
  /** @param unheard what was never delivered, though it is older than `place` */
  changed(room: string, place: Run, unheard: readonly LoggedEntry[]): void;
}

/** The feeds of one node: one for each room that anybody here is in, and none for the others. */
export interface RoomFeeds {
  /** The feed of a room, for as long as this follower stays. May be called again. */
  enter(room: string, follower: string): RoomFeed;
  leave(room: string, follower: string): void;
  /** Appends an entry to a room that is open here: whoever is not in it has nothing to say there. */
  append(room: string, entry: Entry): Promise<Appended>;
  /** Rooms that somebody at this node is in. */
  open(): string[];
  close(): void;
}

interface OpenRoom {
  readonly feed: RoomFeed;
  readonly batch: EntryBatch;
  readonly followers: Set<string>;
  /** Closes it, once nobody has come for a while. */
  closing?: NodeJS.Timeout | undefined;
}

export interface RoomFeedsOptions {
  readonly log: RoomLog;
  readonly listener: RoomFeedsListener;
  /** Entries that the log keeps of a room: a feed must not bring back what was dropped. */
  readonly historyLimit: number;
  readonly checkEveryMs?: number | undefined;
  readonly lingerMs?: number | undefined;
  /** A room is heard again that was not: nobody knows what was done there meanwhile. */
  readonly opening: (room: string) => void;
  /** Puts back what else this node remembers of a room whose history has changed. */
  readonly putBackRoom: (room: string, isLossKnown: boolean) => Promise<void>;
}

export function createRoomFeeds(options: RoomFeedsOptions): RoomFeeds {
  const { listener, lingerMs = LINGER_MS } = options;
  const load = createDeliveryLoad();
  const rooms = new Map<string, OpenRoom>();

  return {
    enter: (room, follower) => {
      const opened = rooms.get(room) ?? openRoom(room, options, load);
      rooms.set(room, opened);
      const { feed, followers } = opened;
      clearTimeout(opened.closing);
      if (followers.size === 0) listener.opened(room);
      followers.add(follower);
      return feed;
    },
    leave: (room, follower) => {
      const opened = rooms.get(room);
      if (!opened?.followers.delete(follower) || opened.followers.size > 0) return;
      listener.closed(room);
      opened.closing = setTimeout(() => {
        rooms.delete(room);
        close(opened);
      }, lingerMs);
      opened.closing.unref();
    },
    open: () => [...rooms].flatMap(([room, { followers }]) => (followers.size > 0 ? [room] : [])),
    append: async (room, entry) => {
      const opened = rooms.get(room);
      if (opened === undefined || opened.followers.size === 0) throw new ChatError('room_not_joined');
      return opened.feed.append(entry);
    },
    close: () => {
      for (const opened of rooms.values()) close(opened);
      rooms.clear();
    },
  };
}

function openRoom(room: string, options: RoomFeedsOptions, load: LoadWindow): OpenRoom {
  const { log, listener, historyLimit, putBackRoom, checkEveryMs = CHECK_EVERY_MS } = options;
  options.opening(room);
  const followers = new Set<string>();
  const batch = new EntryBatch(
    (run) => listener.delivered(room, run),
    () => load.ms,
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
      changed: (place, unheard) => {
        batch.flush();
        listener.changed(room, place, unheard);
      },
    },
    putBackRoom: (isLossKnown) => putBackRoom(room, isLossKnown),
    retryDelay: () => RETRY_MS * (0.5 + Math.random()),
    checkEveryMs,
    keep: Math.min(KEEP_ENTRIES, historyLimit),
    deltaMax: DELTA_MAX_ENTRIES,
    pageSize: PAGE_ENTRIES,
  });
  return { feed, batch, followers };
}

function close({ feed, batch, closing }: OpenRoom): void {
  clearTimeout(closing);
  feed.close();
  batch.close();
}
