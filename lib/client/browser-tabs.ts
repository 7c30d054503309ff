import { createIndexedStore } from './indexed-outbox-store';
import { createLenientStore } from './outbox-store';
import type { OutboxNews, Tabs } from './tabs';

const outbox = openChannel<OutboxNews>('concord:outbox');
const member = openChannel<string>('concord:member');

export const browserTabs: Tabs = {
  outboxStore: createLenientStore(createIndexedStore()),
  exclusively,
  tell: outbox.tell,
  onTold: outbox.onTold,
  tellMember: member.tell,
  onMember: member.onTold,
};

/**
 * Over plain HTTP there are no Web Locks: then two tabs may send a message at the same time. It is the same key from
 * the same member, so the log takes it once, and in order, since each sends the next only when the one before is settled.
 */
async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run();
  let isRunning = false;
  const runOnce = () => {
    isRunning = true;
    return run();
  };
  try {
    await navigator.locks.request(name, runOnce);
  } catch (error) {
    // Locks may be forbidden where storage is.
    if (isRunning) throw error;
    await run();
  }
}

/** Opened when somebody listens: on the server there is none. One for all, or the rooms of one page would hear each other. */
function openChannel<News>(name: string) {
  const listeners = new Set<(news: News) => void>();
  let channel: BroadcastChannel | null = null;

  const open = () => {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<News>) => {
      for (const hear of listeners) hear(data);
    };
  };
  return {
    tell: (news: News) => channel?.postMessage(news),
    onTold: (hear: (news: News) => void) => {
      listeners.add(hear);
      if (channel === null) open();
      return () => {
        listeners.delete(hear);
        if (listeners.size > 0) return;
        channel?.close();
        channel = null;
      };
    },
  };
}
