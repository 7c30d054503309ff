import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';

export const DIRECTORY_PAGE_ROOMS = 50;

/** An open room as the directory shows it: how many people are there, and some of their names. */
export interface ListedRoom {
  readonly room: RoomInfo;
  readonly present: Present;
}

/** A page of the directory, by title. `after` continues it; absent at the end. */
export interface DirectoryPage {
  readonly rooms: readonly ListedRoom[];
  readonly after?: string;
}
