import type { RoomLog } from './room-log';

/** The same log, except that callers who ask for the same page at the same time share one read. */
export function sharingReads(log: RoomLog): RoomLog {
  const reads = new Map<string, ReturnType<RoomLog['before']>>();
  return {
    ...log,
    before: (room, seq, limit, maxBytes) => {
      const key = `${room} ${seq} ${limit} ${maxBytes}`;
      const shared =
        reads.get(key) ?? log.before(room, seq, limit, maxBytes).finally(() => reads.delete(key));
      reads.set(key, shared);
      return shared;
    },
  };
}
