import type { Entry } from '@/lib/chat/entry';
import type { CatchUp, Frame } from '@/lib/chat/protocol';
import type { Lack, Run } from './room-feed';

/** Stored entries as they go over the wire. */
export const toFrame = (room: string, { epoch, from, entries }: Run): Frame => ({
  room,
  epoch,
  from,
  entries: entries.map(parseEntry),
});

export const toCatchUp = (room: string, lack: Lack): CatchUp =>
  lack.kind === 'delta'
    ? { kind: 'delta', ...toFrame(room, lack) }
    : { kind: 'reset', ...toFrame(room, lack), hasOlder: lack.hasOlder };

/** Only nodes write entries, each checked before: what is in the log is not checked again for every reader. */
export const parseEntry = (stored: string): Entry => JSON.parse(stored) as Entry;
