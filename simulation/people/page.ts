import { Chat } from '@/lib/client/chat';
import type { OutboxNews } from '@/lib/client/environment/tabs';
import type { OpenWire } from '@/lib/client/wire/wire';
import type { Link } from '@/simulation/network/link';
import type { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Browser } from './browser';
import { PageEnvironment } from './page-environment';

export interface PageOptions {
  readonly browser: Browser<Page>;
  readonly machine: Machine;
  readonly scheduler: Scheduler;
  readonly link: Link;
  readonly openWire: (page: Page) => OpenWire;
  readonly isAnyNodeReady: (page: Page) => Promise<boolean>;
  readonly told: (news: OutboxNews) => void;
  readonly firstRoom?: string;
}

/** A tab with the product's client in it, from its opening to its end. */
export class Page {
  readonly browser: Browser<Page>;
  readonly machine: Machine;
  readonly link: Link;
  readonly chat: Chat;
  isVisible = true;
  isOnline = true;
  isClosed = false;
  wantsReload: () => void = () => {};
  readonly #options: PageOptions;
  readonly #environment: PageEnvironment;
  readonly #stop: () => void;
  readonly #now: () => number;

  /** Called on the page's machine. */
  constructor(options: PageOptions) {
    this.#options = options;
    this.browser = options.browser;
    this.machine = options.machine;
    this.link = options.link;
    this.#environment = new PageEnvironment(this, options.scheduler);
    const environment = this.#environment.make(() => options.isAnyNodeReady(this));
    this.#now = environment.now;
    this.browser.pages.add(this);
    this.chat = new Chat(options.openWire(this), environment, options.firstRoom);
    this.#stop = this.chat.start();
  }

  /** By its own clock, in milliseconds since 1970. */
  now(): number {
    return this.#now();
  }

  get tabs(): PageEnvironment['tabs'] {
    return this.#environment.tabs;
  }

  told(news: OutboxNews): void {
    this.#options.told(news);
  }

  /** On its machine, as soon as it gets to it. */
  soon(run: () => void): void {
    this.#options.scheduler.after(0, () => !this.isClosed && run(), { machine: this.machine });
  }

  /** The network or the reader came or went. */
  changed(): void {
    for (const run of this.#environment.changes) run();
  }

  /** Closed by its reader: it can say goodbye yet. */
  leave(): void {
    for (const run of this.#environment.leavers) run();
    this.#stop();
    this.end();
  }

  /** Nothing of it runs any more. */
  end(): void {
    this.isClosed = true;
    this.browser.forget(this);
    this.#options.scheduler.kill(this.machine);
  }
}
