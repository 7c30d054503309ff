import type { BanReach } from './ban-reach';
import type { ModerationCache } from './moderation-cache';
import type { StillAdmitted } from './still-admitted';

/** The moderation of all rooms, as far as this node knows it and has to carry it out. */
export interface NodeModeration {
  readonly cache: ModerationCache;
  readonly stillAdmitted: StillAdmitted;
  readonly banReach: BanReach;
}
