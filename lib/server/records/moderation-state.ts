import type { Member } from '@/lib/chat/member';
import type { BanOnRecord, ModerationAction, Restriction } from '@/lib/chat/moderation';
import type { Records, Step } from './records';
import type { RoomRecord } from './room-record';

export interface Ban extends BanOnRecord {
  /** Fingerprints of the addresses that they came from, where these are banned as well. */
  readonly addresses: readonly string[];
}

/** How order is kept in a room. `revision` counts how often it was stored. */
export interface ModerationState {
  readonly room: string;
  readonly revision: number;
  readonly isClosed: boolean;
  /** Between two messages of one member; 0 for as they like. */
  readonly slowMs: number;
  readonly moderators: readonly Member[];
  readonly muted: readonly Restriction[];
  readonly banned: readonly Ban[];
  /** What was done, the newest first. */
  readonly deeds: readonly ModerationAction[];
}

/** The room that a change relies on, whose owner may do what others may not. */
export type RoomStep = Step<RoomRecord>;

/** How order is kept in the rooms, as all nodes see it. */
export type ModerationStore = Records<ModerationState, RoomRecord>;
