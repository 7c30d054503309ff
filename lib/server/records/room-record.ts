import type { RoomInfo } from '@/lib/chat/room';

/** What is known of a room that somebody made. `revision` counts how often it was stored. */
export interface RoomRecord extends RoomInfo {
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** Which of the room's invite links `invite` is, counted from 1; absent for the first. */
  readonly link?: number;
}

export const linkOf = ({ link = 1 }: RoomRecord): number => link;
