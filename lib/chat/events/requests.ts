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

/** What limits how often a member may make a request, beside the rate of packets. */
export type RequestRate = 'messages' | 'names' | 'rooms' | 'moderation' | 'joins' | 'searches' | 'history';

interface RequestKind {
  readonly rate: RequestRate | null;
  readonly input: ZodType;
  /** The type of a successful answer. */
  readonly answer: Shape<unknown>;
}

/** Longer than any id or name: they are compared with existing ones, and never stored. */
const MEMBER_ID_MAX_LENGTH = 128;
const NAME_MAX_LENGTH = 1_024;
/** The longest id consists of a member's id and a key. */
const ENTRY_ID_MAX_LENGTH = 200;

const room = roomSchema;
const draft = { text } satisfies Record<keyof Draft, ZodType>;
const changedRoom = shape<{ readonly room: RoomInfo }>();
const done = shape<null>();

/**
 * Every request of a page, and nothing else: types, validation, rates, handlers, fuzz tests and the index in docs/protocol.md
 * come from it. Pages import only its types; only nodes load zod.
 */
export const REQUESTS = {
  /** Does nothing: an answer shows that the node is alive. */
  'node:ping': { rate: null, input: z.strictObject({}), answer: done },
  /**
   * A part of the page has failed: for the node's log. It contains no free text, because anybody can send it. It is limited
   * where it is logged, so that flooding it yields no refusals to learn from.
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
  /** Has the rate of joining, so that the two stay in order. */
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
  /** The newest `limit` entries before `before`. */
  'room:history': {
    rate: 'history',
    input: z.strictObject({
      room,
      before: z.int().min(1),
      limit: z.int().min(1).max(PAGE_ENTRIES).default(PAGE_ENTRIES),
    }),
    answer: shape<Page>(),
  },
  /** The member has read up to there. Answers the mark as it is now. */
  'room:read': {
    rate: 'history',
    input: z.strictObject({ room, mark: readMarkSchema }),
    answer: shape<{ readonly mark: ReadMark }>(),
  },

  /** `id` is the wanted id of an open room; a private one gets an id that nobody can guess. */
  'room:make': {
    rate: 'rooms',
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('open'), id: roomSchema, title: text, topic: text }),
      z.strictObject({ kind: z.literal('private'), title: text, topic: text }),
    ]),
    answer: changedRoom,
  },
  /** By the owner: changes title and topic. */
  'room:change': {
    rate: 'rooms',
    input: z.strictObject({ room, title: text, topic: text }),
    answer: changedRoom,
  },
  /** Adds the room to the member's list on all their devices, or removes it, which also closes a private one to them. */
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
   * By its owner: from now on, earlier invite links let nobody in. With `removesEarlier`, everybody who came by one of them is
   * removed, except the owner and the moderators.
   */
  'invite:renew': {
    rate: 'rooms',
    input: z.strictObject({ room, removesEarlier: z.boolean().exactOptional() }),
    answer: changedRoom,
  },
  /** By the owner: how many members a new invite link could remove. */
  'invite:preview': {
    rate: 'searches',
    input: z.strictObject({ room }),
    answer: shape<{ readonly others: number }>(),
  },

  /** With somebody who is in a room that this connection has joined, or has recently said something there. */
  'direct:open': {
    rate: 'rooms',
    input: z.strictObject({ member: text.min(1).max(200) }),
    answer: changedRoom,
  },
  /** By either of the two: nobody can write there until they unblock. */
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
  /** Throttled where it is passed on, so that a client that is too fast learns nothing from it. */
  'typing:set': { rate: null, input: z.strictObject({ room, isTyping: z.boolean() }), answer: done },

  /** By the owner, moderators and administrators. */
  'room:moderate': {
    rate: 'moderation',
    input: z.strictObject({ room, action: moderationSchema }),
    answer: changedRoom,
  },
  'room:record': { rate: 'searches', input: z.strictObject({ room }), answer: shape<ModerationRecord>() },
  /** By the owner, moderators and administrators: who may enter a private room. `after` '' begins. */
  'room:admitted': {
    rate: 'searches',
    input: z.strictObject({ room, after: text.max(200).default('') }),
    answer: shape<AdmittedPage>(),
  },
  /** By somebody who may ban the member: how many others in the room a ban with the address would remove. */
  'ban:preview': {
    rate: 'moderation',
    input: z.strictObject({ room, member: z.string().min(1).max(MEMBER_ID_MAX_LENGTH) }),
    answer: shape<{ readonly others: number }>(),
  },
} as const satisfies Record<string, RequestKind>;

export type RequestName = keyof typeof REQUESTS;
/** What a page sends. */
export type PayloadOf<E extends RequestName> = z.input<(typeof REQUESTS)[E]['input']>;
/** The same after validation, with all defaults filled in. */
export type Asked<E extends RequestName> = z.output<(typeof REQUESTS)[E]['input']>;
export type AnswerOf<E extends RequestName> =
  (typeof REQUESTS)[E]['answer'] extends Shape<infer T> ? T : never;
