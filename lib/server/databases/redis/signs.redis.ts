import { ChatError } from '@/lib/chat/errors';
import { withDeadline } from '@/lib/server/config/deadline';
import type { StoreSigns } from '@/lib/server/databases/store-watch';
import type { Appends } from './appends.redis';
import type { RedisCommands } from './asking.redis';
import { defineScript } from './script.redis';

const LOOK_DEADLINE_MS = 1_000;
/** Longer than the time between two probes. */
const PROBE_KEPT_MS = 60_000;

/** By how Redis begins a refusal. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/\bOOM\b/, 'Redis is out of memory (maxmemory)'],
  [/\bNOREPLICAS\b/, 'Redis has too few replicas (min-replicas-to-write)'],
  [/\bMISCONF\b/, 'Redis cannot write to its disk'],
  [/\bREADONLY\b/, 'this Redis is a read-only replica'],
  [/\bLOADING\b/, 'Redis is still reading what it kept'],
  [/\bCLUSTERDOWN\b/, 'the cluster of Redis is not whole'],
];

interface RedisSignsOptions {
  readonly commands: RedisCommands;
  readonly appends: Appends;
  /** Returns whether this node hears itself through Redis. */
  readonly isHeard: () => boolean;
  /** Unique for each start of a node. */
  readonly node: string;
  /** Hash tags that lead to each master that may get an append. */
  readonly tags: () => readonly string[];
}

/** Shows whether Redis takes what a node appends, over the same connection and with the same replicas. */
export function createRedisSigns({ commands, appends, isHeard, node, tags }: RedisSignsOptions): StoreSigns {
  const script = defineScript(['probe'], import.meta.url);
  const probeAt = (tag: string) => {
    const key = `concord:probe:{${tag}}:${node}`;
    return appends.append(script, [`${key}:log`, `${key}:place`], () => [PROBE_KEPT_MS]);
  };
  return {
    look: async () => {
      if (!isHeard()) throw new Error('nothing is heard through Redis');
      await withDeadline(commands.ping(), LOOK_DEADLINE_MS);
    },
    probe: async () => void (await Promise.all(tags().map(probeAt))),
    noted: () => {},
    // The log of the connections reports a Redis that is away, or back again.
    reasonOf: (cause) => refusalIn(cause) ?? (commands.status === 'ready' ? saidBy(cause) : undefined),
  };
}

const refusalIn = (cause: unknown): string | undefined =>
  REASONS.find(([pattern]) => pattern.test(saidBy(cause)))?.[1];

function saidBy(cause: unknown): string {
  let root = cause;
  while (root instanceof Error && root.cause !== undefined) root = root.cause;
  // A missing answer has no cause, and a message meant for people.
  return root instanceof Error && !(root instanceof ChatError) ? root.message : 'Redis does not answer';
}
