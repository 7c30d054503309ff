import type { KeptMessage, OutboxStore } from '@/lib/client/environment/outbox-store';

/** A tab, as far as its browser has to do with it. */
interface Tab {
  soon(run: () => void): void;
}

/** What outlives the pages of a browser: its cookies, what pages wrote down, and who of them may send. */
export class Browser<Page extends Tab = Tab> {
  cookie: string | undefined;
  readonly address: string;
  readonly pages = new Set<Page>();
  readonly #values = new Map<string, string>();
  #kept = new Map<string, KeptMessage>();
  readonly #queues = new Map<string, { readonly page: Page; readonly start: () => void }[]>();

  constructor(address: string) {
    this.address = address;
  }

  read(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  write(key: string, value: string): void {
    this.#values.set(key, value);
  }

  get kept(): readonly KeptMessage[] {
    return [...this.#kept.values()];
  }

  /** What another program, or its owner, clears. The cookie stays: who loses that is somebody else. */
  loseStorage(): void {
    this.#values.clear();
    this.#kept = new Map();
  }

  readonly outbox: OutboxStore = {
    list: async (room) => this.kept.filter((message) => message.room === room),
    keep: async (message) => {
      this.#kept.set(message.key, message);
      return true;
    },
    remove: async (key) => void this.#kept.delete(key),
  };

  /** One page at a time has the lock of a name. `start` is called once it is the page's, on its machine. */
  lock(name: string, page: Page, start: () => void): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push({ page, start });
    if (queue.length === 1) start();
  }

  unlock(name: string): void {
    const queue = this.#queues.get(name);
    queue?.shift();
    this.#startFirst(name);
  }

  /** The page is gone, with its locks. */
  forget(page: Page): void {
    this.pages.delete(page);
    for (const [name, queue] of this.#queues) {
      const wasFirst = queue[0]?.page === page;
      this.#queues.set(
        name,
        queue.filter((waiting) => waiting.page !== page),
      );
      if (wasFirst) this.#startFirst(name);
    }
  }

  #startFirst(name: string): void {
    const first = this.#queues.get(name)?.[0];
    if (first !== undefined) first.page.soon(first.start);
  }
}
