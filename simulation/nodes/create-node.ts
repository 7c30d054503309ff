import { type Config, readConfig } from '@/lib/server/config/config';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { judgeRemovals } from '@/simulation/oracle/judge-removals';
import type { Witness } from '@/simulation/oracle/witness';
import type { Machine } from '@/simulation/world/machine';
import { QUIET_ROOM, ROOMS } from '@/simulation/world/rooms';
import { createWorldLogger } from '@/simulation/world/world-logger';
import { Node } from './node';
import type { Place } from './place';
import type { SharedStore } from './shared-store';

/** Whoever knows it moderates. */
export const ADMIN_TOKEN = 'the simulation, and nobody but those who are in it';

/** The world, as far as a node has to do with it. */
interface WorldOfNodes {
  readonly store: SharedStore;
  readonly witness: Witness;
  machine(name: string): Machine;
}

/** The next run of a node at its place. */
export function createNode(world: WorldOfNodes, { name, runs, storeLink: link }: Place): Node {
  const { store, witness } = world;
  const machine = world.machine(name);
  const config = configOf(name);
  const logger = createWorldLogger((line) => witness.complain(`${name} logged an error: ${line}`));
  const node: Node = new Node({
    machine,
    config,
    logger,
    openStore: (heard) => store.open({ machine, link }, { id: `${name}.${runs}`, config, logger, heard }),
    said: (event, payload) => {
      if (event !== 'room:entries') return;
      const frame = payload as { room: string; entries: readonly LoggedEntry[] };
      witness.delivered(node, frame.entries);
      judgeRemovals(node, witness, frame);
    },
    answered: (event, result) => {
      const { ok, data } = result as { ok: boolean; data?: { id: string } };
      if (ok && event === 'message:send' && data) witness.holds(node, data.id);
    },
  });
  return node;
}

const configs = new Map<string, Config>();

/** Read once: nothing changes it. */
function configOf(nodeId: string): Config {
  const known = configs.get(nodeId);
  if (known !== undefined) return known;
  const config = readConfig({
    ...UNLIMITED,
    NODE_ID: nodeId,
    ADMIN_TOKEN,
    ROOMS: [...ROOMS.slice(1), QUIET_ROOM].join(),
    HISTORY_MEMORY_MB: '64',
    DATA_DIR: '/nowhere',
  });
  configs.set(nodeId, config);
  return config;
}
