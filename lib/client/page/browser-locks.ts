import type { Environment } from '@/lib/client/environment/environment';
import type { Tabs } from '@/lib/client/environment/tabs';

interface BrowserLocksOptions {
  /** Absent over plain HTTP; throws where a browser forbids it. */
  readonly locks: () => Pick<LockManager, 'request'> | undefined;
  readonly after: Environment['after'];
}

/** Longer than a sending tab waits for an answer. A tab that froze while it held the lock never releases it. */
const WAIT_MS = 6_000;
/** After one wait in vain the rest are short: a person writing should not wait that long for every message. */
const WAIT_AGAIN_MS = 100;

/**
 * Lets one tab run at a time, where the browser has locks. Where it has none, or does not answer, two tabs may send the same
 * message at once. Both use the same key for the same member, so the log takes it once; and the order holds, since each tab
 * sends the next message only when the one before is settled.
 */
export function createExclusively({ locks, after }: BrowserLocksOptions): Tabs['exclusively'] {
  let waitMs = WAIT_MS;

  return (name, run) =>
    new Promise((resolve, reject) => {
      let running: Promise<void> | null = null;
      const begin = () => {
        cancel();
        running ??= run().then(resolve, reject);
        return running;
      };
      const cancel = after(waitMs, () => {
        waitMs = WAIT_AGAIN_MS;
        void begin();
      });
      const granted = () => {
        waitMs = WAIT_MS;
        return begin();
      };
      // A lock can be lost while it is held: `run` goes on and settles this promise itself.
      request(locks, name, granted).catch(begin);
    });
}

async function request(
  locks: BrowserLocksOptions['locks'],
  name: string,
  granted: () => Promise<void>,
): Promise<void> {
  const manager = locks();
  if (manager === undefined) throw new Error('There are no locks.');
  await manager.request(name, granted);
}
