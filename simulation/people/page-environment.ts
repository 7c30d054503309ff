import type { Embedder } from '@/lib/client/environment/embedder';
import type { Environment } from '@/lib/client/environment/environment';
import type { OutboxNews, Tabs } from '@/lib/client/environment/tabs';
import { BEGINNING } from '@/simulation/world/install-time';
import type { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Browser } from './browser';

/** A page, as far as its environment has to do with it. */
interface Tab {
  readonly browser: Browser<Tab>;
  readonly machine: Machine;
  readonly isVisible: boolean;
  readonly isOnline: boolean;
  readonly tabs: PageTabs;
  soon(run: () => void): void;
  told(news: OutboxNews): void;
  wantsReload(): void;
}

/** How long a frame takes, and how long a page in the background waits for one. */
const FRAME_MS = 16;
const HIDDEN_FRAME_MS = 250;
/** A browser lets the timers of a page in the background run no more often. */
const HIDDEN_TIMER_MS = 1_000;

const noEmbedder: Embedder = {
  isThere: () => false,
  takeToken: () => null,
  tell: () => {},
  onToken: () => () => {},
};

type Listeners = Set<() => void>;

const listening = (listeners: Listeners) => (run: () => void) => {
  listeners.add(run);
  return () => void listeners.delete(run);
};

/** What a page's chat needs of its browser. */
export class PageEnvironment {
  readonly changes: Listeners = new Set();
  readonly leavers: Listeners = new Set();
  readonly resters: Listeners = new Set();
  readonly tabs = new PageTabs();
  readonly #page: Tab;
  readonly #scheduler: Scheduler;

  constructor(page: Tab, scheduler: Scheduler) {
    this.#page = page;
    this.#scheduler = scheduler;
  }

  make(isAnyNodeReady: () => Promise<boolean>): Environment {
    const page = this.#page;
    const { browser, machine } = page;
    const forTab = new Map<string, string>();
    return {
      now: () => Math.floor(BEGINNING + this.#scheduler.now + machine.skewMs),
      random: () => machine.random.next(),
      newKey: () => Buffer.from(machine.random.bytes(8)).toString('hex').padStart(32, '0'),
      after: (ms, run) => this.#after(page.isVisible ? ms : Math.max(ms, HIDDEN_TIMER_MS), run),
      nextFrame: (run) => void this.#after(page.isVisible ? FRAME_MS : HIDDEN_FRAME_MS, run),
      fetchedInMs: () => null,
      isOnline: () => page.isOnline,
      isVisible: () => page.isVisible,
      onChange: listening(this.changes),
      onLeave: listening(this.leavers),
      onRest: listening(this.resters),
      isAnyNodeReady,
      read: (key) => browser.read(key),
      write: (key, value) => browser.write(key, value),
      readForTab: (key) => forTab.get(key) ?? null,
      writeForTab: (key, value) => void (value === null ? forTab.delete(key) : forTab.set(key, value)),
      reload: () => page.wantsReload(),
      tabs: this.tabs.make(page),
      embedder: noEmbedder,
    };
  }

  #after(ms: number, run: () => void): () => void {
    const task = this.#scheduler.after(ms, run, { machine: this.#page.machine, isTimer: true });
    return () => {
      task.isCancelled = true;
    };
  }
}

/** What one tab hears of the others of its browser. */
class PageTabs {
  readonly hearers = new Set<(news: OutboxNews) => void>();
  readonly memberHearers = new Set<(memberId: string) => void>();

  make(page: Tab): Tabs {
    const { browser } = page;
    const others = (tell: (tabs: PageTabs) => void) => {
      for (const other of browser.pages) if (other !== page) other.soon(() => tell(other.tabs));
    };
    return {
      outboxStore: browser.outbox,
      exclusively: (name, run) =>
        new Promise((resolve, reject) => {
          const start = () =>
            void run()
              .then(resolve, reject)
              .finally(() => browser.unlock(name));
          browser.lock(name, page, start);
        }),
      tell: (news) => {
        page.told(news);
        others(({ hearers }) => {
          for (const hear of hearers) hear(news);
        });
      },
      onTold: (hear) => {
        this.hearers.add(hear);
        return () => void this.hearers.delete(hear);
      },
      tellMember: (memberId) =>
        others(({ memberHearers }) => {
          for (const hear of memberHearers) hear(memberId);
        }),
      onMember: (hear) => {
        this.memberHearers.add(hear);
        return () => void this.memberHearers.delete(hear);
      },
    };
  }
}
