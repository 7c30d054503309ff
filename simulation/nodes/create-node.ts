import { type Config, readConfig } from '@/lib/server/config/config';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import type { Witness } from '@/simulation/oracle/witness';
import type { Machine } from '@/simulation/world/machine';
import { ROOMS } from '@/simulation/world/rooms';
import { createWorldLogger } from '@/simulation/world/world-logger';
import { Node } from './node';
import type { Place } from './place';
import type { SharedStore } from './shared-store';

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
      if (event === 'room:entries') witness.delivered(node, (payload as { entries: LoggedEntry[] }).entries);
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
    ROOMS: ROOMS.slice(1).join(),
    HISTORY_MEMORY_MB: '64',
    DATA_DIR: '/nowhere',
  });
  configs.set(nodeId, config);
  return config;
}
