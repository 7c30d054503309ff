import type { Environment } from '@/lib/client/environment/environment';
import type { Tabs } from '@/lib/client/environment/tabs';

interface BrowserLocksOptions {
  /** Absent over plain HTTP; throws where a browser forbids it. */
  readonly locks: () => Pick<LockManager, 'request'> | undefined;
  readonly after: Environment['after'];
}

/** Longer than a tab that sends waits for an answer. One that was frozen in the middle of it never gives way. */
const WAIT_MS = 6_000;
/** Once in vain is enough: whoever writes does not wait as long for every message. */
const WAIT_AGAIN_MS = 100;

/**
 * Runs one tab at a time, where the browser can say which. Where it cannot, or does not answer, two tabs may send a message
 * at the same time. It is the same key from the same member, so the log takes it once, and in order, since each sends the
 * next only when the one before is settled.
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
      // A lock may be lost while it is held: what runs goes on, and settles this.
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
