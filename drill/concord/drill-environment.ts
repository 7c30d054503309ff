import { randomUUID } from 'node:crypto';
import type { Environment } from '@/lib/client/environment/environment';
import { createMemoryStore } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';
import { isAnyNodeReady } from '@/lib/client/page/any-node-ready';

/** A page is drawn sixty times a second. */
const FRAME_MS = 16;

interface DrillEnvironment extends Environment {
  /** Gives this key to what is sent within `run`. */
  withKey(key: string, run: () => void): void;
}

interface DrillPage {
  /** Where it was opened. */
  readonly url: string;
  /** The name of its person. */
  readonly name: string;
  /** Called with what became of messages. */
  readonly told: (news: OutboxNews) => void;
}

/** The environment of a chat session in a browser that is always online and visible. */
export function createDrillEnvironment({ url, name, told }: DrillPage): DrillEnvironment {
  const memory = new Map([['concord:name', name]]);
  let nextKey: string | null = null;
  return {
    withKey: (key, run) => {
      nextKey = key;
      run();
      nextKey = null;
    },
    now: () => Date.now(),
    random: () => Math.random(),
    newKey: () => nextKey ?? randomUUID(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    nextFrame: (run) => void setTimeout(run, FRAME_MS),
    fetchedInMs: () => null,
    isOnline: () => true,
    isAnyNodeReady: () => isAnyNodeReady(url),
    isVisible: () => true,
    onChange: () => () => {},
    onLeave: () => () => {},
    onRest: () => () => {},
    read: (key) => memory.get(key) ?? null,
    write: (key, value) => void memory.set(key, value),
    readForTab: () => null,
    writeForTab: () => {},
    reload: () => {},
    embedder: { isThere: () => false, takeToken: () => null, tell: () => {}, onToken: () => () => {} },
    tabs: {
      outboxStore: createMemoryStore(),
      exclusively: (_name, run) => run(),
      tell: told,
      onTold: () => () => {},
      tellMember: () => {},
      onMember: () => () => {},
    },
  };
}
