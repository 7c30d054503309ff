import { z } from 'zod';
import './without-eval';
import { type Entry, type Position, positionSchema } from './entry';
import type { ErrorReport, Result } from './errors';
import type { Member } from './member';
import { type ModerationRecord, moderationSchema } from './moderation';
import { ERROR_NAME, FAILURE_FRAME, FAILURE_FRAMES_MAX, PAGE_PARTS } from './page-failure';
import { type RoomInfo, roomSchema } from './room';
import { TOKEN_MAX_LENGTH } from './token-handing';
import { type ReadMark, readMarkSchema } from './unread';

/**
 * The wire between our page and a node: Socket.IO, namespace `/chat`. The rules are in docs/protocol.md.
 * Longer than other files, as it is the one place where both sides can be read beside each other.
 * The version is raised whenever an old page could misread a new node or the other way round; such a page is told to reload.
 */
export const PROTOCOL_VERSION = 2;

export const CHAT_NAMESPACE = '/chat';

/** The room at `/`. */
export const LOBBY = 'lobby';

/** Entries on a first look, and in a page of history unless the client asks for fewer. */
export const PAGE_ENTRIES = 50;

/** A client further behind than this gets a fresh page instead of everything it missed. */
export const DELTA_MAX_ENTRIES = 500;

/** Names in a list of who is present; `count` tells of the rest. */
export const PRESENT_MAX_NAMES = 200;

/** More than any id, or any name, has: they are compared with those that are there, and never stored. */
const MEMBER_ID_MAX_LENGTH = 128;
const NAME_MAX_LENGTH = 1_024;

// ── Shapes ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Entries of one room, in order and without a hole: the first stands at `from`, the next at `from + 1`, … */
export interface Frame {
  readonly room: string;
  /** The history of which the entries are part, as of now. */
  readonly epoch: number;
  /** `seq` of the first entry; where there is none, of the next to come. */
  readonly from: number;
  /** How many messages stand before `from`, so that the number of every message follows by counting. */
  readonly counted: number;
  readonly entries: readonly Entry[];
}

/** A frame of history, and whether anything older is kept. */
export interface Page extends Frame {
  readonly hasOlder: boolean;
}

/**
 * How a client that joins gets from what it has to what is there: what followed; or, where the store has lost entries,
 * what follows `to`, and what it has behind that is void; or a page in place of all that it has.
 */
export type CatchUp =
  | ({ readonly kind: 'delta' } & Frame)
  | ({ readonly kind: 'rewind'; readonly to: number } & Frame)
  | ({ readonly kind: 'reset' } & Page);

/** Who is in a room: how many have a name, and the first of them by name. */
export interface Present {
  readonly count: number;
  readonly members: readonly Member[];
}

/** What changed in who is in a room since the last {@link Present} or change. `count` is of after it. */
export interface PresenceChange {
  readonly room: string;
  readonly count: number;
  readonly joined: readonly Member[];
  readonly left: readonly Member[];
  readonly renamed: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/** Who types in a room, and who has stopped, of those who were not heard of before or a moment ago. May be lost. */
export interface TypingChange {
  readonly room: string;
  readonly typing: readonly Member[];
  /** Ids of members. */
  readonly stopped: readonly string[];
}

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

export interface Joined {
  readonly room: RoomInfo;
  readonly catchUp: CatchUp;
  readonly present: Present;
  /** Up to where the member has read of the history that `catchUp` is of; absent where nobody knows. */
  readonly mark?: ReadMark;
  /** For how long the member may not write there; without `forMs` for good. Absent where they may. */
  readonly muted?: { readonly forMs?: number };
}

/** The member is no longer in the room: somebody who keeps order there has seen to it. */
export interface Expulsion {
  readonly room: string;
  readonly by: Member;
  readonly isBanned: boolean;
  /** Until when, in milliseconds since 1970; absent for good, or where they may come back at once. */
  readonly until?: number;
}

/** Another tab or device of the member has read up to there, of the history that the node has now. */
export interface MarkChange {
  readonly room: string;
  readonly mark: ReadMark;
}

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

/** Somebody who may enter a private room, as those who keep order there see it. */
export interface AdmittedMember {
  readonly id: string;
  /** What they are called, or were last; absent where nobody knows. */
  readonly name?: string;
  /** Since when, in milliseconds since 1970; absent where nobody knows. */
  readonly at?: number;
  /** By which invite link they came; absent where nobody knows, or by none. */
  readonly link?: 'present' | 'earlier';
  readonly isHere: boolean;
}

/** A part of those who may enter a private room, in no order. `after` continues it; absent at its end. */
export interface AdmittedPage {
  /** How many they are in all. */
  readonly count: number;
  readonly members: readonly AdmittedMember[];
  readonly after?: string;
}

// ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────────

type Answer<T> = (result: Result<T>) => void;

export interface ClientToServer {
  /** Does nothing: whoever answers lives. */
  'node:ping': (payload: Ping, answer: Answer<null>) => void;
  /** A part of the page has failed: for the log of the node. */
  'page:failed': (payload: PageFailed, answer: Answer<null>) => void;
  'name:set': (payload: SetName, answer: Answer<{ name: string }>) => void;
  'room:join': (payload: JoinRoom, answer: Answer<Joined>) => void;
  'room:leave': (payload: LeaveRoom, answer: Answer<null>) => void;
  'room:members': (payload: ReadMembers, answer: Answer<Present>) => void;
  'room:history': (payload: ReadHistory, answer: Answer<Page>) => void;
  'room:make': (payload: MakeRoom, answer: Answer<{ room: RoomInfo }>) => void;
  /** By its owner: another title and topic. */
  'room:change': (payload: ChangeRoom, answer: Answer<{ room: RoomInfo }>) => void;
  /** The room is among those of the member, on all its devices; or is no longer, and a private one is closed to it. */
  'room:follow': (payload: FollowRoom, answer: Answer<{ room: RoomInfo }>) => void;
  'room:unfollow': (payload: FollowRoom, answer: Answer<null>) => void;
  'rooms:followed': (payload: ListFollowed, answer: Answer<{ rooms: readonly RoomInfo[] }>) => void;
  'rooms:list': (payload: ListRooms, answer: Answer<DirectoryPage>) => void;
  /** Lets the member into a private room. */
  'invite:accept': (payload: AcceptInvite, answer: Answer<{ room: RoomInfo }>) => void;
  /** By its owner: from now on the invite links that were given away let nobody in, and may put out who came by them. */
  'invite:renew': (payload: RenewInvite, answer: Answer<{ room: RoomInfo }>) => void;
  /** By its owner: how many a new invite link could put out with it. */
  'invite:weigh': (payload: WeighInvite, answer: Answer<{ others: number }>) => void;
  'direct:open': (payload: OpenDirect, answer: Answer<{ room: RoomInfo }>) => void;
  /** By either of the two: nobody writes there until they allow it again. */
  'direct:block': (payload: BlockDirect, answer: Answer<{ room: RoomInfo }>) => void;
  'message:send': (payload: SendMessage, answer: Answer<{ id: string; position: Position }>) => void;
  'typing:set': (payload: SetTyping, answer: Answer<null>) => void;
  /** The member has read up to there. Answers its mark as it is now. */
  'room:read': (payload: ReadRoom, answer: Answer<{ mark: ReadMark }>) => void;
  'message:delete': (payload: DeleteMessage, answer: Answer<null>) => void;
  /** By its owner, its moderators and administrators. */
  'room:moderate': (payload: ModerateRoom, answer: Answer<{ room: RoomInfo }>) => void;
  'room:record': (payload: ReadRecord, answer: Answer<ModerationRecord>) => void;
  /** By its owner, its moderators and administrators: who may enter a private room. */
  'room:admitted': (payload: ReadAdmitted, answer: Answer<AdmittedPage>) => void;
  /** By whoever may ban the member: how many others who are in the room a ban with the address would put out. */
  'ban:weigh': (payload: WeighBan, answer: Answer<{ others: number }>) => void;
}

export interface ServerToClient {
  'session:opened': (session: Session) => void;
  'name:changed': (change: NameChange) => void;
  'room:entries': (frame: Frame) => void;
  'presence:changed': (change: PresenceChange) => void;
  'room:changed': (change: { readonly room: RoomInfo }) => void;
  /** By another tab or device of the member, or by somebody who writes to it. */
  'room:followed': (change: { readonly room: RoomInfo }) => void;
  'room:unfollowed': (change: { readonly room: string }) => void;
  'room:expelled': (expulsion: Expulsion) => void;
  'typing:changed': (change: TypingChange) => void;
  'mark:changed': (change: MarkChange) => void;
  /** This node can no longer store what it is sent, or can again. */
  'store:changed': (change: { readonly isStoring: boolean }) => void;
  /** This node is about to end: open a second connection, which another node takes, and then drop this one. */
  'node:draining': () => void;
}

// ── Inbound payloads ─────────────────────────────────────────────────────────────────────────────────────────────

/** Lone halves of surrogate pairs cannot be stored as UTF-8: refused, not repaired. */
const text = z.string().refine((value) => value.isWellFormed(), 'has a lone surrogate');

/** Chosen by the client, unique among its own: 8 to 64 letters, digits, `-` and `_`. */
const keySchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/**
 * Sent with the connection, as Socket.IO's `auth`. `name` is what this browser was called last; `token` is by which an
 * embedding site vouches for its user.
 */
export const handshakeSchema = z.object({
  version: z.int(),
  name: text.nullish(),
  /** Makes an administrator of whoever knows it. */
  adminToken: z.string().max(1_024).nullish(),
  token: z.string().max(TOKEN_MAX_LENGTH).nullish(),
  /** Comes from a node that cannot store, and stays there unless this one can. */
  needsStore: z.boolean().nullish(),
});
export type Handshake = z.infer<typeof handshakeSchema>;

export const pingSchema = z.strictObject({});
export type Ping = z.infer<typeof pingSchema>;

/** Nothing of it is free text: it goes into a log, and anybody can send it. */
export const pageFailureSchema = z.strictObject({
  part: z.enum(PAGE_PARTS),
  error: z.string().regex(ERROR_NAME),
  at: z.array(z.string().regex(FAILURE_FRAME)).max(FAILURE_FRAMES_MAX).readonly(),
});
export type PageFailed = z.infer<typeof pageFailureSchema>;

export const setNameSchema = z.strictObject({ name: text });
export type SetName = z.infer<typeof setNameSchema>;

export const joinRoomSchema = z.strictObject({ room: roomSchema, position: positionSchema.nullish() });
export type JoinRoom = z.infer<typeof joinRoomSchema>;

export const leaveRoomSchema = z.strictObject({ room: roomSchema });
export type LeaveRoom = z.infer<typeof leaveRoomSchema>;

/** The page of names behind `after`, who may have left meanwhile. */
export const readMembersSchema = z.strictObject({
  room: roomSchema,
  after: z.strictObject({ id: z.string().max(MEMBER_ID_MAX_LENGTH), name: text.max(NAME_MAX_LENGTH) }),
});
export type ReadMembers = z.infer<typeof readMembersSchema>;

/** Entries before `before`, newest `limit` of them. */
export const readHistorySchema = z.strictObject({
  room: roomSchema,
  before: z.int().min(1),
  limit: z.int().min(1).max(PAGE_ENTRIES).default(PAGE_ENTRIES),
});
export type ReadHistory = z.input<typeof readHistorySchema>;
/** As it is after the check: with every default filled in. */
export type HistoryRequest = z.output<typeof readHistorySchema>;

/** Entries of the directory at a time. */
export const DIRECTORY_PAGE_ROOMS = 50;

/** `id` is wanted for an open room; a private one is given one that nobody can guess. */
export const makeRoomSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), id: roomSchema, title: text, topic: text }),
  z.strictObject({ kind: z.literal('private'), title: text, topic: text }),
]);
export type MakeRoom = z.infer<typeof makeRoomSchema>;

export const changeRoomSchema = z.strictObject({ room: roomSchema, title: text, topic: text });
export type ChangeRoom = z.infer<typeof changeRoomSchema>;

export const followRoomSchema = z.strictObject({ room: roomSchema });
export type FollowRoom = z.infer<typeof followRoomSchema>;

export const listFollowedSchema = z.strictObject({});
export type ListFollowed = z.infer<typeof listFollowedSchema>;

/** Rooms whose title, topic or id contains `search`, from behind `after`. */
export const listRoomsSchema = z.strictObject({
  search: text.max(200).default(''),
  after: text.max(500).default(''),
});
export type ListRooms = z.input<typeof listRoomsSchema>;

export const acceptInviteSchema = z.strictObject({ room: roomSchema, invite: text.max(64) });
export type AcceptInvite = z.infer<typeof acceptInviteSchema>;

/** `putsOut`: whoever came by an earlier link is removed; not the owner, and not the moderators. */
export const renewInviteSchema = z.strictObject({ room: roomSchema, putsOut: z.boolean().exactOptional() });
export type RenewInvite = z.infer<typeof renewInviteSchema>;

export const weighInviteSchema = z.strictObject({ room: roomSchema });
export type WeighInvite = z.infer<typeof weighInviteSchema>;

/** From behind `after`, which is of no meaning to who asks; '' begins. */
export const readAdmittedSchema = z.strictObject({ room: roomSchema, after: text.max(200).default('') });
export type ReadAdmitted = z.input<typeof readAdmittedSchema>;

/** `member` is the id of somebody who is in a room that this connection has joined, or has lately said something there. */
export const openDirectSchema = z.strictObject({ member: text.min(1).max(200) });
export type OpenDirect = z.infer<typeof openDirectSchema>;

export const blockDirectSchema = z.strictObject({ room: roomSchema, isBlocked: z.boolean() });
export type BlockDirect = z.infer<typeof blockDirectSchema>;

export const readRoomSchema = z.strictObject({ room: roomSchema, mark: readMarkSchema });
export type ReadRoom = z.infer<typeof readRoomSchema>;

export const sendMessageSchema = z.strictObject({ room: roomSchema, key: keySchema, text });
export type SendMessage = z.infer<typeof sendMessageSchema>;

export const setTypingSchema = z.strictObject({ room: roomSchema, isTyping: z.boolean() });
export type SetTyping = z.infer<typeof setTypingSchema>;
/** The longest id is a member's and a key of its own. */
const ID_MAX_LENGTH = 200;

export const deleteMessageSchema = z.strictObject({
  room: roomSchema,
  id: z
    .string()
    .max(ID_MAX_LENGTH)
    .refine((value) => value.isWellFormed()),
});
export type DeleteMessage = z.infer<typeof deleteMessageSchema>;

export const moderateRoomSchema = z.strictObject({ room: roomSchema, deed: moderationSchema });
export type ModerateRoom = z.infer<typeof moderateRoomSchema>;

export const weighBanSchema = z.strictObject({
  room: roomSchema,
  member: z.string().min(1).max(MEMBER_ID_MAX_LENGTH),
});
export type WeighBan = z.infer<typeof weighBanSchema>;

export const readRecordSchema = z.strictObject({ room: roomSchema });
export type ReadRecord = z.infer<typeof readRecordSchema>;
