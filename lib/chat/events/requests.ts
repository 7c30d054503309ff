import { type ZodType, z } from 'zod';
import type { Draft } from '@/lib/chat/draft';
import type { Position } from '@/lib/chat/entry';
import { PAGE_ENTRIES, type Page } from '@/lib/chat/frame';
import type { ModerationRecord } from '@/lib/chat/moderation';
import { ERROR_NAME, FAILURE_FRAME, FAILURE_FRAMES_MAX, PAGE_PARTS } from '@/lib/chat/page-failure';
import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { ReadMark } from '@/lib/chat/unread';
import type { AdmittedPage } from './admitted';
import type { DirectoryPage } from './directory';
import {
  keySchema,
  moderationSchema,
  positionSchema,
  readMarkSchema,
  roomSchema,
  textSchema as text,
} from './fields';
import type { Joined } from './session';
import { type Shape, shape } from './shape';

/** What limits how often a member may ask, beside the rate of packets. */
export type RequestRate = 'messages' | 'names' | 'rooms' | 'moderation' | 'joins' | 'searches' | 'history';

interface RequestKind {
  readonly rate: RequestRate | null;
  readonly input: ZodType;
  /** What it is answered where nothing is in the way, by type. */
  readonly answer: Shape<unknown>;
}

/** More than any id, or any name, has: they are compared with those that are there, and never stored. */
const MEMBER_ID_MAX_LENGTH = 128;
const NAME_MAX_LENGTH = 1_024;
/** The longest id is a member's and a key of its own. */
const ENTRY_ID_MAX_LENGTH = 200;

const room = roomSchema;
const draft = { text } satisfies Record<keyof Draft, ZodType>;
const changedRoom = shape<{ readonly room: RoomInfo }>();
const done = shape<null>();

/**
 * Every request of a page, and nothing else: types, checks, rates, handlers, fuzz tests and the index in docs/protocol.md come
 * from it. Pages import its types only; zod is a node's.
 */
export const REQUESTS = {
  /** Does nothing: whoever answers lives. */
  'node:ping': { rate: null, input: z.strictObject({}), answer: done },
  /**
   * A part of the page has failed: for the log of the node. Nothing of it is free text, as anybody can send it. It is bounded
   * where it is written: whoever floods it learns nothing by a refusal.
   */
  'page:failed': {
    rate: null,
    input: z.strictObject({
      part: z.enum(PAGE_PARTS),
      error: z.string().regex(ERROR_NAME),
      at: z.array(z.string().regex(FAILURE_FRAME)).max(FAILURE_FRAMES_MAX).readonly(),
    }),
    answer: done,
  },
  'name:set': {
    rate: 'names',
    input: z.strictObject({ name: text }),
    answer: shape<{ readonly name: string }>(),
  },

  'room:join': {
    rate: 'joins',
    input: z.strictObject({ room, position: positionSchema.nullish() }),
    answer: shape<Joined>(),
  },
  /** By the same way as joining, so that the two stay in their order. */
  'room:leave': { rate: 'joins', input: z.strictObject({ room }), answer: done },
  /** The page of names behind `after`, who may have left meanwhile. */
  'room:members': {
    rate: 'history',
    input: z.strictObject({
      room,
      after: z.strictObject({ id: z.string().max(MEMBER_ID_MAX_LENGTH), name: text.max(NAME_MAX_LENGTH) }),
    }),
    answer: shape<Present>(),
  },
  /** Entries before `before`, newest `limit` of them. */
  'room:history': {
    rate: 'history',
    input: z.strictObject({
      room,
      before: z.int().min(1),
      limit: z.int().min(1).max(PAGE_ENTRIES).default(PAGE_ENTRIES),
    }),
    answer: shape<Page>(),
  },
  /** The member has read up to there. Answers its mark as it is now. */
  'room:read': {
    rate: 'history',
    input: z.strictObject({ room, mark: readMarkSchema }),
    answer: shape<{ readonly mark: ReadMark }>(),
  },

  /** `id` is wanted for an open room; a private one is given one that nobody can guess. */
  'room:make': {
    rate: 'rooms',
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('open'), id: roomSchema, title: text, topic: text }),
      z.strictObject({ kind: z.literal('private'), title: text, topic: text }),
    ]),
    answer: changedRoom,
  },
  /** By its owner: another title and topic. */
  'room:change': {
    rate: 'rooms',
    input: z.strictObject({ room, title: text, topic: text }),
    answer: changedRoom,
  },
  /** The room is among those of the member, on all its devices; or is no longer, and a private one is closed to it. */
  'my-rooms:add': { rate: 'joins', input: z.strictObject({ room }), answer: changedRoom },
  'my-rooms:remove': { rate: 'joins', input: z.strictObject({ room }), answer: done },
  'my-rooms:list': {
    rate: 'searches',
    input: z.strictObject({}),
    answer: shape<{ readonly rooms: readonly RoomInfo[] }>(),
  },
  /** Rooms whose title, topic or id contains `search`, from behind `after`. */
  'rooms:list': {
    rate: 'searches',
    input: z.strictObject({ search: text.max(200).default(''), after: text.max(500).default('') }),
    answer: shape<DirectoryPage>(),
  },

  /** Lets the member into a private room. */
  'invite:accept': {
    rate: 'rooms',
    input: z.strictObject({ room, invite: text.max(64) }),
    answer: changedRoom,
  },
  /**
   * By its owner: from now on the invite links that were given away let nobody in. `putsOut`: whoever came by an earlier one is
   * removed; not the owner, and not the moderators.
   */
  'invite:renew': {
    rate: 'rooms',
    input: z.strictObject({ room, removesEarlier: z.boolean().exactOptional() }),
    answer: changedRoom,
  },
  /** By its owner: how many a new invite link could remove with it. */
  'invite:preview': {
    rate: 'searches',
    input: z.strictObject({ room }),
    answer: shape<{ readonly others: number }>(),
  },

  /** With somebody who is in a room that this connection has joined, or has lately said something there. */
  'direct:open': {
    rate: 'rooms',
    input: z.strictObject({ member: text.min(1).max(200) }),
    answer: changedRoom,
  },
  /** By either of the two: nobody writes there until they allow it again. */
  'direct:block': {
    rate: 'rooms',
    input: z.strictObject({ room, isBlocked: z.boolean() }),
    answer: changedRoom,
  },

  'message:send': {
    rate: 'messages',
    input: z.strictObject({ room, key: keySchema, ...draft }),
    answer: shape<{ readonly id: string; readonly position: Position }>(),
  },
  'message:delete': {
    rate: 'messages',
    input: z.strictObject({ room, id: text.max(ENTRY_ID_MAX_LENGTH) }),
    answer: done,
  },
  /** Throttled where it is told: who is too fast learns nothing by it. */
  'typing:set': { rate: null, input: z.strictObject({ room, isTyping: z.boolean() }), answer: done },

  /** By its owner, its moderators and administrators. */
  'room:moderate': {
    rate: 'moderation',
    input: z.strictObject({ room, action: moderationSchema }),
    answer: changedRoom,
  },
  'room:record': { rate: 'searches', input: z.strictObject({ room }), answer: shape<ModerationRecord>() },
  /** By its owner, its moderators and administrators: who may enter a private room. `after` '' begins. */
  'room:admitted': {
    rate: 'searches',
    input: z.strictObject({ room, after: text.max(200).default('') }),
    answer: shape<AdmittedPage>(),
  },
  /** By whoever may ban the member: how many others who are in the room a ban with the address would remove. */
  'ban:preview': {
    rate: 'moderation',
    input: z.strictObject({ room, member: z.string().min(1).max(MEMBER_ID_MAX_LENGTH) }),
    answer: shape<{ readonly others: number }>(),
  },
} as const satisfies Record<string, RequestKind>;

export type RequestName = keyof typeof REQUESTS;
/** What a page sends. */
export type PayloadOf<E extends RequestName> = z.input<(typeof REQUESTS)[E]['input']>;
/** The same once it is checked: with every default filled in. */
export type Asked<E extends RequestName> = z.output<(typeof REQUESTS)[E]['input']>;
export type AnswerOf<E extends RequestName> =
  (typeof REQUESTS)[E]['answer'] extends Shape<infer T> ? T : never;
