import type { CatchUp, Frame } from '@/lib/chat/protocol';
import type { Run } from './recent-entries';
import type { Lack } from './room-feed';

/** A run as it goes over the wire. */
export const toFrame = (room: string, { epoch, from, counted, entries }: Run): Frame => ({
  room,
  epoch,
  from,
  counted,
  entries,
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
