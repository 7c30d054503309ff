import type { Entry } from '@/lib/chat/entry';
import type { CatchUp, Frame } from '@/lib/chat/frame';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { MissingEntries } from './missing-entries';
import type { Run } from './recent-entries';

/** A run as it goes over the wire. */
export const toFrame = (room: string, { epoch, from, counted, entries }: Run): Frame => ({
  room,
  epoch,
  from,
  counted,
  entries: asWritten(entries),
});

/** The type that they have once the gateway has written them; nothing before it looks into them. */
const asWritten = (entries: readonly LoggedEntry[]) => entries as unknown as readonly Entry[];

export function toCatchUp(room: string, missing: MissingEntries): CatchUp {
  const frame = toFrame(room, missing);
  switch (missing.kind) {
    case 'delta':
      return { kind: 'delta', ...frame };
    case 'rewind':
      return { kind: 'rewind', to: missing.to, ...frame };
    case 'reset':
      return { kind: 'reset', ...frame, hasOlder: missing.hasOlder };
  }
}
