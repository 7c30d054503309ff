import { createConcord } from './concord/concord';
import type { DrillResult } from './hold-drill';
import type { DrillOptions } from './options';
import { PLAIN_SYSTEMS } from './plain/plain';
import { ROOMS } from './rooms';
import { onRedis, onRedisWithFlood } from './stages/on-redis';
import { onSqlite } from './stages/on-sqlite';
import { overBadLinks, quickly, quicklyPlain } from './stages/over-bad-links';
import type { DrillSize, OpenStage } from './stages/stage';
import { underAttack } from './stages/under-attack';
import { withCluster, withSentinels } from './stages/with-failover';
import type { System } from './system';
import { isKept } from './table';

const FULL: DrillSize = {
  isQuick: false,
  talkers: 197,
  browsers: 3,
  rooms: ROOMS,
  messagesPerSecond: 40,
};

const QUICK: DrillSize = {
  isQuick: true,
  talkers: 47,
  browsers: 1,
  rooms: ROOMS.slice(0, 3),
  messagesPerSecond: 15,
};

/** While attackers come and go. All together are no faster than the members at one address may be. */
const ATTACKED = { talkers: 50, browsers: 0, rooms: ROOMS, messagesPerSecond: 15 };

/** What is drilled, where, and what is expected. */
export interface DrillPlan {
  readonly systems: readonly System[];
  readonly size: DrillSize;
  /** One after another. */
  readonly stages: readonly OpenStage[];
  isAsExpected(result: DrillResult): boolean;
}

export function planOf(options: DrillOptions): DrillPlan {
  if (options.isAbuse) return abusePlan(options);
  const { isQuick, isBaseline } = options;
  return {
    systems: isBaseline ? PLAIN_SYSTEMS : [createConcord()],
    size: isQuick ? QUICK : FULL,
    stages: (isBaseline ? baselineStagesOf : stagesOf)(isQuick),
    isAsExpected: isBaseline ? hasLost : hasKept,
  };
}

const stagesOf = (isQuick: boolean): readonly OpenStage[] =>
  isQuick
    ? [quickly, withSentinels, withCluster]
    : [onRedisWithFlood, overBadLinks, withSentinels, withCluster, onSqlite];

/** The same for plain Socket.IO. */
const baselineStagesOf = (isQuick: boolean): readonly OpenStage[] =>
  isQuick ? [quicklyPlain] : [onRedis, overBadLinks];

const abusePlan = ({ isQuick, isBaseline, memoryMax, only }: DrillOptions): DrillPlan => ({
  systems: [createConcord()],
  size: { ...ATTACKED, isQuick },
  stages: [underAttack({ memoryMax, isLimited: !isBaseline, only })],
  isAsExpected: isBaseline ? hasSuffered : hasKept,
});

const hasKept = ({ outcomes }: DrillResult): boolean => outcomes.length > 0 && outcomes.every(isKept);

/** A drill in which plain Socket.IO loses nothing would prove nothing. */
const hasLost = ({ outcomes }: DrillResult): boolean => outcomes.some(({ lost }) => lost.length > 0);

/** Nor would one in which attacks achieve nothing although no limit stops them. */
const hasSuffered = ({ outcomes }: DrillResult): boolean =>
  outcomes.some(({ complaints }) => complaints.length > 0);
