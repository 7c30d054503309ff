import { z } from 'zod';
import { ROOM_ID } from '@/lib/chat/room';

/** Lone halves of surrogate pairs cannot be stored as UTF-8: refused, not repaired. */
export const textSchema = z.string().refine((value) => value.isWellFormed(), 'has a lone surrogate');

/** Chosen by the client, and unique among its own keys: 8 to 64 letters, digits, `-` and `_`. */
export const keySchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** A room's id as it appears in addresses. */
export const roomSchema = z.string().regex(ROOM_ID);

export const positionSchema = z.strictObject({
  epoch: z.int().min(0),
  seq: z.int().min(0),
});

export const readMarkSchema = z.strictObject({ epoch: z.int().min(0), number: z.int().min(0) });

/** Anything longer is meant for good, and nobody waits longer for the next message. */
const MODERATED_MAX_MS = 366 * 24 * 3_600_000;
const SLOW_MAX_MS = 3_600_000;

const member = z.string().min(1).max(200);
/** `null` means for good. */
const forMs = z.int().min(1_000).max(MODERATED_MAX_MS).nullable();

/** What owners, moderators and administrators may request. `member` is an id. */
export const moderationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mute'), member, forMs }),
  z.strictObject({ kind: z.literal('unmute'), member }),
  /** Removes somebody from the room; they may enter an open one again. */
  z.strictObject({ kind: z.literal('remove'), member }),
  /** `withAddress`: keeps out all guests from the member's addresses, too. */
  z.strictObject({ kind: z.literal('ban'), member, forMs, withAddress: z.boolean() }),
  z.strictObject({ kind: z.literal('unban'), member }),
  /** The least time between two messages of one member; 0 for no limit. */
  z.strictObject({ kind: z.literal('slow'), everyMs: z.int().min(0).max(SLOW_MAX_MS) }),
  z.strictObject({ kind: z.literal('close') }),
  z.strictObject({ kind: z.literal('reopen') }),
  z.strictObject({ kind: z.literal('promote'), member }),
  z.strictObject({ kind: z.literal('demote'), member }),
  z.strictObject({ kind: z.literal('hand_over'), member }),
]);
