import type { ErrorReport } from '@/lib/chat/errors';
import type { CatchUp } from '@/lib/chat/frame';
import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { ReadMark } from '@/lib/chat/unread';

/** The first thing a node says: who you are to it, which node it is, and whether it can store what it is sent. */
export interface Session {
  readonly member: { readonly id: string; readonly name: string | null };
  readonly node: string;
  readonly isStoring: boolean;
  /** Does the node take the member for an administrator? */
  readonly isAdmin: boolean;
  /** Is there a token that makes administrators? */
  readonly takesAdminToken?: true;
  /** Why the member is not called what its browser remembered. */
  readonly nameError?: ErrorReport;
  /** Of a verified member: for how long its token holds. Then the connection ends, and the next needs another. */
  readonly signedInForMs?: number;
  /** A guest who may read and not write. */
  readonly isReader?: true;
}

/** What a member is called from now on, by another of its tabs; or that its name is another's by now. */
export interface NameChange {
  readonly name: string | null;
  readonly error?: ErrorReport;
}

/** What a member finds in a room that it joins. */
export interface Joined {
  readonly room: RoomInfo;
  readonly catchUp: CatchUp;
  readonly present: Present;
  /** Up to where the member has read of the history that `catchUp` is of; absent where nobody knows. */
  readonly mark?: ReadMark;
  /** For how long the member may not write there; without `forMs` for good. Absent where they may. */
  readonly muted?: { readonly forMs?: number };
}
