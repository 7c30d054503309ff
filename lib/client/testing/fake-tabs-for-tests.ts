import { createMemoryStore, type OutboxStore } from '@/lib/client/environment/outbox-store';
import type { OutboxNews, Tabs } from '@/lib/client/environment/tabs';
import type { LenientStore } from '@/lib/client/outbox/lenient-outbox-store';

/** A browser whose tabs share a store, locks and a channel, all in memory. */
export class FakeBrowser {
  readonly store: OutboxStore = sharing(createMemoryStore());
  readonly tabs: FakeTabs[] = [];
  readonly #queues = new Map<string, { readonly tab: FakeTabs; readonly start: () => Promise<void> }[]>();

  openTab(): FakeTabs {
    const tab = new FakeTabs(this);
    this.tabs.push(tab);
    return tab;
  }

  enqueue(name: string, tab: FakeTabs, start: () => Promise<void>): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push({ tab, start });
    if (queue.length === 1) void this.#runFirst(name);
  }

  /** A browser takes back the locks of a closed tab. */
  release(closed: FakeTabs): void {
    for (const [name, queue] of this.#queues) {
      const wasFirst = queue[0]?.tab === closed;
      const left = queue.filter(({ tab }) => tab !== closed);
      this.#queues.set(name, left);
      if (wasFirst) void this.#runFirst(name);
    }
  }

  async #runFirst(name: string): Promise<void> {
    const first = this.#queues.get(name)?.[0];
    if (!first) return;
    await first.start();
    const queue = this.#queues.get(name);
    if (queue?.[0] !== first) return;
    queue.shift();
    await this.#runFirst(name);
  }
}

export class FakeTabs implements Tabs {
  outboxStore: OutboxStore;
  isClosed = false;
  readonly #browser: FakeBrowser;
  #hear: ((news: OutboxNews) => void) | null = null;
  #hearMember: ((memberId: string) => void) | null = null;

  constructor(browser = new FakeBrowser()) {
    this.#browser = browser;
    this.outboxStore = browser.store;
  }

  /** Does what a real tab does, see browser-tabs.ts. */
  keepIn(store: LenientStore): void {
    this.outboxStore = store;
    const { onTold } = this;
    this.onTold = (hear) =>
      onTold((news) => {
        store.heard(news);
        hear(news);
      });
  }

  /** As if another tab had told it. */
  tellHere(news: OutboxNews): void {
    this.#hear?.(news);
  }

  exclusively = (name: string, run: () => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#browser.enqueue(name, this, () => run().then(resolve, reject));
    });

  tell = (news: OutboxNews): void => {
    for (const tab of this.#browser.tabs) if (tab !== this) tab.#hear?.(news);
  };

  onTold = (hear: (news: OutboxNews) => void) => {
    this.#hear = hear;
    return () => {
      this.#hear = null;
    };
  };

  tellMember = (memberId: string): void => {
    for (const tab of this.#browser.tabs) if (tab !== this) tab.#hearMember?.(memberId);
  };

  onMember = (hear: (memberId: string) => void) => {
    this.#hearMember = hear;
    return () => {
      this.#hearMember = null;
    };
  };

  /** Nothing that the tab was doing continues. */
  close(): void {
    this.isClosed = true;
    this.#hear = null;
    this.#browser.release(this);
  }
}

const sharing = (store: OutboxStore): OutboxStore => ({
  ...store,
  keep: async (message) => {
    await store.keep(message);
    return true;
  },
});
