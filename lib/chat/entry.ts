import type { Draft, NoDraft } from './draft';
import type { Member } from './member';
import type { ModerationAction } from './moderation';

/** The position of an entry in its room. `seq` runs from 1 without gaps; `epoch` names the history that it belongs to. */
export interface Position {
  readonly epoch: number;
  readonly seq: number;
}

/** The position before the first entry of a room that has never had one. */
export const START: Position = { epoch: 0, seq: 0 };

export interface Posted extends Draft {
  readonly kind: 'posted';
  /** `AUTHOR:KEY`, see {@link entryId}. */
  readonly id: string;
  readonly author: Member;
  /** When the node accepted it, in milliseconds since 1970. */
  readonly at: number;
  readonly isDeleted?: never;
}

/** What remains of a deleted message, in its place. */
export interface Tombstone extends NoDraft {
  readonly kind: 'posted';
  readonly id: string;
  readonly author: Member;
  readonly at: number;
  readonly isDeleted: true;
}

export type Message = Posted | Tombstone;

/** Says that a message was deleted. It contains everything that remains of the message, so that nobody needs to look it up. */
export interface Deleted {
  readonly kind: 'deleted';
  /** See {@link deletionId}. */
  readonly id: string;
  readonly target: Pick<Tombstone, 'id' | 'author' | 'at'>;
  readonly by: Member;
  readonly at: number;
}

/** A moderation action. It is an entry of the log, so that every node and page receives it in its place. */
export interface Moderated {
  readonly kind: 'moderated';
  readonly id: string;
  readonly action: ModerationAction;
  /** The ids of further members to whom the same was done. */
  readonly others?: readonly string[];
  readonly at: number;
}

/** One item of a room's log. It does not contain its position: a frame says where its first entry is. */
export type Entry = Message | Deleted | Moderated;

/** Returns whether it counts as a message. A deleted message keeps its number. */
export const isMessage = (entry: Entry): entry is Message => entry.kind === 'posted';

export const countMessages = (entries: readonly Entry[]): number => entries.filter(isMessage).length;

/**
 * Returns the id of an entry. The client chooses the key before it sends, and the server puts the author in front, so that an
 * id can be neither forged nor squatted.
 */
export const entryId = (authorId: string, key: string): string => `${authorId}:${key}`;

/** One per message, so that a message is deleted only once; no client's key contains a colon. */
export const deletionId = (target: string): string => `${target}:deleted`;
