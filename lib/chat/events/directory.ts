import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';

/** Entries of the directory at a time. */
export const DIRECTORY_PAGE_ROOMS = 50;

/** An open room as the directory shows it: how many are there, and some of their names. */
export interface ListedRoom {
  readonly room: RoomInfo;
  readonly present: Present;
}

/** A part of the directory, by title. `after` continues it; absent at its end. */
export interface DirectoryPage {
  readonly rooms: readonly ListedRoom[];
  readonly after?: string;
}
