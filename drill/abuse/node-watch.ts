import pidusage from 'pidusage';
import type { RunningNode } from '@/scripts/cluster/start-node';
import { beyondBudget } from './budgets';

const LOOK_EVERY_MS = 250;
const ANSWERS_WITHIN_MS = 2_000;

/** Watches what nodes use of the machine, and whether they are alive. */
export interface NodeWatch {
  /** Starts over. */
  restart(): void;
  /** How much more memory a node had, at most, in bytes, than when the watch was opened; since the restart. */
  growth(): number;
  /** What nodes have held beyond their own budgets since the restart, in their words. */
  beyondBudget(): readonly string[];
  /** Names of nodes that have ended. */
  died(): readonly string[];
  close(): void;
}

export async function watchNodes(nodes: readonly RunningNode[]): Promise<NodeWatch> {
  const died = new Set<string>();
  for (const { id, ended } of nodes) ended.then(() => died.add(id));
  const alive = () => nodes.filter(({ id }) => !died.has(id));
  const before = await memoryOf(nodes);
  const beyond = new Set<string>();
  let growth = 0;
  const look = async () => {
    for (const { id, url } of alive()) {
      for (const line of beyondBudget(await healthOf(url))) beyond.add(`${id}: ${line}`);
    }
    for (const [id, bytes] of await memoryOf(alive())) {
      growth = Math.max(growth, bytes - (before.get(id) ?? 0));
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return {
    restart: () => {
      growth = 0;
      beyond.clear();
    },
    growth: () => growth,
    beyondBudget: () => [...beyond],
    died: () => [...died],
    close: () => clearInterval(timer),
  };
}

/** Resident memory by node, in bytes; nothing for one that has just ended. */
async function memoryOf(nodes: readonly RunningNode[]): Promise<ReadonlyMap<string, number>> {
  const looks = nodes.map(async ({ id, pid }) => {
    const usage = await pidusage(pid).catch(() => null);
    return usage === null ? [] : [[id, usage.memory] as const];
  });
  return new Map((await Promise.all(looks)).flat());
}

/** What a node reports about itself; nothing if it is too busy. */
async function healthOf(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return await response.text();
  } catch {
    return '';
  }
}
