import type { RoomInfo } from '@/lib/chat/room';

/** What is stored of a room that somebody made. `revision` counts how often. */
export interface RoomRecord extends RoomInfo {
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** The number of the invite link in `invite`, counted from 1; absent for the first. */
  readonly link?: number;
}

export const linkOf = ({ link = 1 }: RoomRecord): number => link;
