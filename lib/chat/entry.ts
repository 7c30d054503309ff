import type { Draft, NoDraft } from './draft';
import type { Member } from './member';
import type { ModerationAction } from './moderation';

/** Where an entry stands in its room. `seq` runs from 1 without holes; `epoch` names the history it belongs to. */
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

/** What is left of a message that was deleted, in its place. */
export interface Tombstone extends NoDraft {
  readonly kind: 'posted';
  readonly id: string;
  readonly author: Member;
  readonly at: number;
  readonly isDeleted: true;
}

export type Message = Posted | Tombstone;

/** That a message was deleted. It holds all that the message leaves behind, so that whoever hears it needs no more. */
export interface Deleted {
  readonly kind: 'deleted';
  /** See {@link deletionId}. */
  readonly id: string;
  readonly target: Pick<Tombstone, 'id' | 'author' | 'at'>;
  readonly by: Member;
  readonly at: number;
}

/** A moderation action: told by the log, so that every node and every page hears it, in its place. */
export interface Moderated {
  readonly kind: 'moderated';
  readonly id: string;
  readonly action: ModerationAction;
  /** The ids of further members to whom the same was done. */
  readonly others?: readonly string[];
  readonly at: number;
}

/** One item of a room's log. Its position is not inside it: a frame says where its first entry stands. */
export type Entry = Message | Deleted | Moderated;

/** Does it count as a message? A message that was deleted keeps its number. */
export const isMessage = (entry: Entry): entry is Message => entry.kind === 'posted';

export const countMessages = (entries: readonly Entry[]): number => entries.filter(isMessage).length;

/**
 * The id of an entry: the client chooses the key before it sends, the server puts the author in front,
 * so that an id can be neither forged nor squatted.
 */
export const entryId = (authorId: string, key: string): string => `${authorId}:${key}`;

/** One for each message, so that a message is deleted once; no client's key has a colon. */
export const deletionId = (target: string): string => `${target}:deleted`;
