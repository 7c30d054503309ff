import { ChatError } from '@/lib/chat/errors';
import { answering, forgetJournal } from '@/lib/server/databases/sqlite/sqlite';
import { type Insert, LogFile, type SqliteRoomLogOptions } from './log-file.sqlite';
import type { Appended, HeldEntry, LogFollower, PutBack, RoomLog } from './room-log';

interface Append extends Insert {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

/** The logs in one file, for one node. Whatever is appended in one turn of the event loop is committed together. */
export function createSqliteRoomLog(options: SqliteRoomLogOptions): RoomLog {
  const file = new LogFile(options);
  const followers = new Followers();
  let waiting: Append[] = [];

  function commit(): void {
    const appends = waiting;
    waiting = [];
    let appended: (Appended | null)[];
    try {
      appended = file.append(appends);
    } catch (cause) {
      for (const append of appends) append.reject(new ChatError('store_unavailable', { cause }));
      return;
    }
    if (appends.some(({ options }) => options.amends !== undefined)) forgetJournal(options.database);
    for (const [index, append] of appends.entries()) {
      const place = appended[index];
      if (place) {
        append.resolve(place);
        followers.tell(append, place);
      } else append.reject(new ChatError('blocked'));
    }
  }

  function putBack(room: string, held: readonly HeldEntry[], options: PutBack) {
    const appended = file.putBack(room, held, options);
    appended?.forEach((one, index) => {
      if (one !== null) followers.tell({ room, entry: held[index]?.entry ?? '' }, one);
    });
    return appended?.map((one) => one?.position ?? null) ?? null;
  }

  return {
    append: (room, id, entry, options = {}) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ room, id, entry, options, resolve, reject });
      }),
    putBack: answering(putBack),
    after: answering((...asked: Parameters<LogFile['after']>) => file.after(...asked)),
    before: answering((...asked: Parameters<LogFile['before']>) => file.before(...asked)),
    // An acknowledged transaction is on disk, so there is one epoch for as long as the node runs.
    top: answering((room: string) => file.top(room)),
    find: answering((room: string, id: string) => file.find(room, id)),
    follow: async (room, follower) => followers.add(room, follower),
  };
}

class Followers {
  readonly #byRoom = new Map<string, Set<LogFollower>>();

  /** Returns a function that removes the follower. */
  add(room: string, follower: LogFollower): () => void {
    const followers = this.#byRoom.get(room) ?? new Set();
    this.#byRoom.set(room, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#byRoom.get(room) === followers) this.#byRoom.delete(room);
    };
  }

  tell({ room, entry }: Pick<Insert, 'room' | 'entry'>, { position, isRepeat }: Appended): void {
    if (isRepeat) return;
    const { epoch, seq: from } = position;
    for (const follower of this.#byRoom.get(room) ?? []) follower.heard({ epoch, from, entries: [entry] });
  }
}
