import { setTimeout as pause } from 'node:timers/promises';
import type { Entry } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { DELTA_MAX_ENTRIES, PAGE_ENTRIES } from '@/lib/chat/frame';
import type { LoadWindow } from '@/lib/server/log/load-window';
import { type LoggedEntry, weightOf } from '@/lib/server/log/logged-entry';
import type { Appended, RoomLog } from '@/lib/server/log/room-log';
import { sharingReads } from '@/lib/server/log/sharing-reads';
import { createDeliveryLoad } from './delivery-load';
import { EntryBatch } from './entry-batch';
import type { NodeMemory } from './memory-budget';
import type { Run } from './recent-entries';
import { RoomFeed } from './room-feed';
import type { FeedShare } from './room-memory';

/** Entries of a room in memory: covers the longest delta, and what a node can put back into an emptied store. */
const KEEP_ENTRIES = 1_000;
/** A thousand of the longest messages of ordinary letters, twice over: also as much as is put back in one step. */
const KEEP_BYTES = 16 * 1024 * 1024;
/** So long a node that had to drop entries leaves it to the others to put back theirs. */
const HOLD_BACK_MS = 1_000;
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
  /** @param undelivered what was never delivered, though it is older than `place` */
  changed(room: string, place: Run, undelivered: readonly LoggedEntry[]): void;
}

/** The feeds of one node: one for each room that anybody here is in, and none for the others. */
export interface RoomFeeds {
  /** The feed of a room, for as long as this follower stays. May be called again. */
  enter(room: string, follower: string): RoomFeed;
  leave(room: string, follower: string): void;
  /** Appends an entry to a room that is open here: whoever is not in it has nothing to say there. */
  append(room: string, entry: Entry): Promise<Appended>;
  /** Resolves once what this node has of a room that is open here is what the log has, and a loss is made good. */
  check(room: string): Promise<void>;
  /** Rooms that somebody at this node is in. */
  open(): string[];
  close(): void;
}

interface OpenRoom {
  readonly feed: RoomFeed;
  readonly batch: EntryBatch;
  readonly followers: Set<string>;
  readonly memory: FeedShare;
  /** Closes it, once nobody has come for a while. */
  closing?: NodeJS.Timeout | undefined;
}

export interface RoomFeedsOptions {
  readonly log: RoomLog;
  readonly listener: RoomFeedsListener;
  readonly memory: Pick<NodeMemory, 'rooms' | 'queues'>;
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
  const { listener, memory, lingerMs = LINGER_MS } = options;
  const readOlder = sharingReads(options.log).before;
  const load = createDeliveryLoad();
  const rooms = new Map<string, OpenRoom>();

  const forget = (room: string) => {
    const opened = rooms.get(room);
    if (opened !== undefined) close(opened);
    rooms.delete(room);
  };

  return {
    enter: (room, follower) => {
      const opened = rooms.get(room) ?? openRoom(room, { ...options, readOlder, load, forget });
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
      opened.closing = setTimeout(forget, lingerMs, room);
      opened.closing.unref();
    },
    open: () => [...rooms].flatMap(([room, { followers }]) => (followers.size > 0 ? [room] : [])),
    append: async (room, entry) => {
      const opened = rooms.get(room);
      if (opened === undefined || opened.followers.size === 0) throw new ChatError('room_not_joined');
      return memory.queues.during(weightOf(entry), () => opened.feed.append(entry));
    },
    check: async (room) => rooms.get(room)?.feed.check(),
    close: () => {
      for (const opened of rooms.values()) close(opened);
      rooms.clear();
    },
  };
}

interface OpeningOptions extends RoomFeedsOptions {
  readonly readOlder: RoomLog['before'];
  readonly load: LoadWindow;
  /** The room is closed, which nobody is in. */
  readonly forget: (room: string) => void;
}

function openRoom(room: string, options: OpeningOptions): OpenRoom {
  const { log, listener, historyLimit, putBackRoom, readOlder, load } = options;
  const { checkEveryMs = CHECK_EVERY_MS } = options;
  options.opening(room);
  const followers = new Set<string>();
  const memory = options.memory.rooms.share({
    get hasPeople() {
      return followers.size > 0;
    },
    giveWay: (maxBytes) => feed.giveWay(maxBytes),
    close: () => options.forget(room),
  });
  const batch = new EntryBatch(
    (run) => listener.delivered(room, run),
    () => load.ms,
  );
  const feed: RoomFeed = new RoomFeed({
    room,
    log,
    readOlder,
    memory,
    queues: options.memory.queues,
    listener: {
      delivered: (run) => {
        load.add(run.entries.length * followers.size);
        batch.add(run);
      },
      attaching: () => batch.flush(),
      changed: (place, undelivered) => {
        batch.flush();
        listener.changed(room, place, undelivered);
      },
    },
    putBackRoom: (isLossKnown) => putBackRoom(room, isLossKnown),
    retryDelay: () => RETRY_MS * (0.5 + Math.random()),
    checkEveryMs,
    keep: Math.min(KEEP_ENTRIES, historyLimit),
    keepBytes: KEEP_BYTES,
    holdBack: () => pause(HOLD_BACK_MS, undefined, { ref: false }),
    deltaMax: DELTA_MAX_ENTRIES,
    pageSize: PAGE_ENTRIES,
  });
  return { feed, batch, followers, memory };
}

function close({ feed, batch, closing, memory }: OpenRoom): void {
  clearTimeout(closing);
  feed.close();
  memory.close();
  batch.close();
}
