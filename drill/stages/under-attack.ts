import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { startRedis } from '@/scripts/cluster/start-redis';
import { createAttackFault } from '../abuse/attack-fault';
import { createAttackRounds } from '../abuse/hold-attack';
import type { Attack } from '../attacks/attack';
import { ATTACKS } from '../attacks/attacks';
import { ROOMS } from '../rooms';
import type { OpenStage } from './stage';

export interface UnderAttackOptions {
  /** How much more memory a node may use than before the first attack, in bytes. */
  readonly memoryMax: number;
  /** With the product's limits, or with none: then attacks succeed, or else the drill would prove nothing. */
  readonly isLimited: boolean;
  /** Only attacks whose names contain one of these. */
  readonly only: readonly string[];
}

const NODES = 2;
/** Besides those in which people talk: a directory as it is after years. */
const OTHER_ROOMS = Array.from({ length: 5_000 }, (_, place) => `attic-${place + 1}`);
/** How many of them attackers write in and read. */
const ATTACKED_ROOMS = 50;

const FULL = { calmMs: 5_000, attackMs: 10_000, isTimed: true, sideBySide: 1 };
/** Every kind of attack once, in as little time as it takes to show whether its limit holds. */
const QUICK = { calmMs: 1_000, attackMs: 4_000, isTimed: false, sideBySide: 4 };

/** Flushed to disk once a second, as Redis does by default: the disk is not the target. */
const REDIS_ARGS = ['--appendfsync', 'everysec', '--loglevel', 'warning'];

/** As on a small machine: what a node must not hold shows soon, instead of garbage that V8 has no reason to collect. */
const SMALL = { NODE_OPTIONS: '--max-old-space-size=256' };

/** If absent, the defaults apply. */
const LIMITED = Object.fromEntries(Object.keys(UNLIMITED).map((name) => [name, '']));

/** Two nodes on one Redis; people share one address and have the product's limits, and so do attackers. */
export const underAttack =
  ({ memoryMax, isLimited, only }: UnderAttackOptions): OpenStage =>
  async ({ isQuick }) => {
    const redis = await startRedis({ appendonly: true, args: REDIS_ARGS });
    const chosen = ATTACKS.filter(({ name }) => only.some((part) => name.includes(part)));
    const times = isQuick ? QUICK : FULL;
    const rounds = createAttackRounds({ memoryMax, isTimed: times.isTimed });
    const rooms = OTHER_ROOMS.slice(0, ATTACKED_ROOMS);
    return {
      stores: Array.from({ length: NODES }, () => ({ redisUrl: redis.url })),
      env: { ...(isLimited ? LIMITED : UNLIMITED), ...SMALL, ROOMS: [...ROOMS, ...OTHER_ROOMS].join(',') },
      faults: groupsOf(chosen, times.sideBySide).map((attacks) => createAttackFault(attacks, rooms, times)),
      holdRound: rounds.hold,
      stop: async () => {
        rounds.close();
        await redis.stop();
      },
    };
  };

function groupsOf(attacks: readonly Attack[], size: number): (readonly Attack[])[] {
  const starts = attacks.map((_, place) => place).filter((place) => place % size === 0);
  return starts.map((start) => attacks.slice(start, start + size));
}
