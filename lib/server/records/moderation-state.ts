import type { Member } from '@/lib/chat/member';
import type { BanOnRecord, ModerationAction, Restriction } from '@/lib/chat/moderation';
import { actionOf, type EarlierAction } from '@/lib/server/databases/earlier-actions';
import type { Records, Step } from './records';
import type { RoomRecord } from './room-record';

export interface Ban extends BanOnRecord {
  /** Fingerprints of the addresses that they came from, if these are banned as well. */
  readonly addresses: readonly string[];
}

/** The moderation of a room. `revision` counts how often it was stored. */
export interface ModerationState {
  readonly room: string;
  readonly revision: number;
  readonly isClosed: boolean;
  /** The least time between two messages of one member; 0 for no limit. */
  readonly slowMs: number;
  readonly moderators: readonly Member[];
  readonly muted: readonly Restriction[];
  readonly banned: readonly Ban[];
  /** What was done, newest first. */
  readonly actions: readonly ModerationAction[];
}

/** The room that a change relies on, because its owner may do what others may not. */
export type RoomStep = Step<RoomRecord>;

/** The moderation of the rooms, as all nodes see it. */
export type ModerationStore = Records<ModerationState, RoomRecord>;

type EarlierState = Omit<ModerationState, 'actions'> & { readonly deeds: readonly EarlierAction[] };

/** Unchecked: only nodes write records, and they check what they write. Records of earlier versions have `deeds`. */
export function parseModeration(record: string): ModerationState {
  const stored = JSON.parse(record) as ModerationState | EarlierState;
  if (!('deeds' in stored)) return stored;
  const { deeds, ...state } = stored;
  return { ...state, actions: deeds.map(actionOf) };
}
