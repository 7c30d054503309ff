import { ROOMS } from './rooms';
import { onRedis, onRedisWithFlood } from './stages/on-redis';
import { onSqlite } from './stages/on-sqlite';
import { overBadLinks, quickly, quicklyPlain } from './stages/over-bad-links';
import type { DrillSize, OpenStage } from './stages/stage';
import { withCluster, withSentinels } from './stages/with-failover';

export const FULL: DrillSize = {
  isQuick: false,
  talkers: 197,
  browsers: 3,
  rooms: ROOMS,
  messagesPerSecond: 40,
};

export const QUICK: DrillSize = {
  isQuick: true,
  talkers: 47,
  browsers: 1,
  rooms: ROOMS.slice(0, 3),
  messagesPerSecond: 15,
};

/** Where a drill of this size is held, one after the other. */
export const stagesOf = ({ isQuick }: DrillSize): readonly OpenStage[] =>
  isQuick
    ? [quickly, withSentinels, withCluster]
    : [onRedisWithFlood, overBadLinks, withSentinels, withCluster, onSqlite];

/** The same for plain Socket.IO. */
export const baselineStagesOf = ({ isQuick }: DrillSize): readonly OpenStage[] =>
  isQuick ? [quicklyPlain] : [onRedis, overBadLinks];
