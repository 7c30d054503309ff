import type { ErrorReport } from '@/lib/chat/errors';
import type { CatchUp } from '@/lib/chat/frame';
import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { ReadMark } from '@/lib/chat/unread';

/** The first thing that a node says: who you are to it, which node it is, and whether it can store what it is sent. */
export interface Session {
  readonly member: { readonly id: string; readonly name: string | null };
  readonly node: string;
  readonly isStoring: boolean;
  /** Whether the node treats the member as an administrator. */
  readonly isAdmin: boolean;
  /** Whether there is a token that makes administrators. */
  readonly takesAdminToken?: true;
  /** Why the member does not have the name that its browser remembered. */
  readonly nameError?: ErrorReport;
  /** For a verified member: how long their token is valid. Then the connection ends, and the next one needs another token. */
  readonly signedInForMs?: number;
  /** Set for a guest who may read but not write. */
  readonly isReader?: true;
}

/** The member's new name, set in another of their tabs; or `null` if somebody else has their name by now. */
export interface NameChange {
  readonly name: string | null;
  readonly error?: ErrorReport;
}

/** What a member gets on joining a room. */
export interface Joined {
  readonly room: RoomInfo;
  readonly catchUp: CatchUp;
  readonly present: Present;
  /** How far the member has read in the history of `catchUp`; absent if nobody knows. */
  readonly mark?: ReadMark;
  /** For how long the member may not write there; without `forMs`, for good. Absent if they may. */
  readonly muted?: { readonly forMs?: number };
}
