import { join } from 'node:path';
import type { Cluster } from '@/scripts/cluster/start-cluster';
import { startProcess } from '@/scripts/cluster/start-process';
import type { Attack, Score } from '../attacks/attack';
import { BEGUN, type Plan } from '../attacks/plan';
import type { Fault } from '../faults/fault';
import type { Witness } from '../witness';

const ROOT = join(import.meta.dirname, '../..');

export interface AttackFault extends Fault {
  /** Attacks that run side by side. */
  readonly attacks: readonly Attack[];
  readonly lastStrike: () => Strike;
}

export interface Strike {
  /** When the attackers were there, in milliseconds since the drill began. */
  readonly began: number;
  readonly scores: readonly Score[];
}

export interface AttackTimes {
  /** The length of the quiet time before, and of the one after. */
  readonly calmMs: number;
  readonly attackMs: number;
  /** Whether times mean anything: not if something else runs beside. */
  readonly isTimed: boolean;
}

/** @param rooms existing rooms in which none of our people are */
export function createAttackFault(
  attacks: readonly Attack[],
  rooms: readonly string[],
  { calmMs, attackMs, isTimed }: AttackTimes,
): AttackFault {
  const names = attacks.map(({ name }) => name);
  let strike: Strike = { began: 0, scores: [] };
  return {
    name: names.join(', '),
    story: attacks.map(({ story }) => story).join(' '),
    calmMs,
    attacks,
    lastStrike: () => strike,
    strike: async ({ nodes }: Cluster, witness: Witness) => {
      const scores: Score[] = [];
      const plan: Plan = {
        names,
        urls: nodes.map(({ url }) => url),
        rooms: [...rooms],
        ms: attackMs,
        isNice: isTimed,
      };
      // A process of its own, so that attackers do not keep the drill itself from hearing its talkers.
      const attacker = await startProcess({
        name: 'attacker',
        command: process.execPath,
        args: ['--import', 'tsx', 'drill/attacks/attacker.ts', JSON.stringify(plan)],
        cwd: ROOT,
        env: process.env,
        onLine: (line) => {
          if (line === BEGUN) strike = { began: witness.now(), scores };
          else if (line.startsWith('{')) scores.push(JSON.parse(line));
        },
      });
      const { code } = await attacker.ended;
      if (code !== 0) throw new Error(`The attackers failed:\n${attacker.tail()}`);
    },
  };
}
