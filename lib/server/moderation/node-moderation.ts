import type { BanReach } from './ban-reach';
import type { ModerationCache } from './moderation-cache';
import type { StillAdmitted } from './still-admitted';

/** The moderation of all rooms, as this node knows and enforces it. */
export interface NodeModeration {
  readonly cache: ModerationCache;
  readonly stillAdmitted: StillAdmitted;
  readonly banReach: BanReach;
}
