import type { OutboxNews, Tabs } from '@/lib/client/environment/tabs';
import { createIndexedStore } from '@/lib/client/outbox/indexed-outbox-store';
import { LenientStore } from '@/lib/client/outbox/lenient-outbox-store';
import { openChannel } from './browser-channel';
import { createExclusively } from './browser-locks';
import { browserTimer } from './browser-timer';

const after = browserTimer;
const outbox = openChannel<OutboxNews>('concord:outbox');
const member = openChannel<string>('concord:member');

const store = new LenientStore({
  durable: createIndexedStore({ factory: () => indexedDB, after }),
  environment: { after, now: () => Date.now() },
  shared: (message) => outbox.tell({ type: 'kept', message }),
  found: (message) => outbox.tellHere({ type: 'kept', message }),
});

export const browserTabs: Tabs = {
  outboxStore: store,
  exclusively: createExclusively({ locks: () => navigator.locks, after }),
  tell: outbox.tell,
  onTold: (hear) =>
    outbox.onTold((news) => {
      store.heard(news);
      hear(news);
    }),
  tellMember: member.tell,
  onMember: member.onTold,
};
