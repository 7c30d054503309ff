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

export function toCatchUp(room: string, lack: Lack): CatchUp {
  const frame = toFrame(room, lack);
  switch (lack.kind) {
    case 'delta':
      return { kind: 'delta', ...frame };
    case 'rewind':
      return { kind: 'rewind', to: lack.to, ...frame };
    case 'reset':
      return { kind: 'reset', ...frame, hasOlder: lack.hasOlder };
  }
}

/** Only nodes write entries, each checked before: what is in the log is not checked again for every reader. */
export const parseEntry = (stored: string): Entry => JSON.parse(stored) as Entry;
