import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage, OutboxStore } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';

interface LenientStoreOptions {
  readonly durable: OutboxStore;
  readonly environment: Pick<Environment, 'after' | 'now'>;
  /** Called when a message that lived only in this page is stored after all: other tabs do not know of it yet. */
  readonly shared: (message: KeptMessage) => void;
  /** Called for each message that an earlier page left and that could not be read when it was asked for. */
  readonly found: (message: KeptMessage) => void;
}

/** A message that this page believes to be unsettled. */
interface Known {
  readonly message: KeptMessage;
  /** False for a message of an earlier page or another tab, which may settle it without telling us. */
  readonly isWrittenHere: boolean;
  isDurable: boolean;
  /** Whether the page was told that the message does not outlive it. */
  isFleeting: boolean;
}

/** Messages of earlier pages come before new ones, so new ones wait for the first read, but not for ever. */
const FIRST_LOOK_MS = 3_000;
const AGAIN_FIRST_MS = 500;
const AGAIN_MAX_MS = 30_000;

/**
 * An outbox store that accepts everything. It keeps what `durable` does not accept (a private window, a full disk, storage that
 * is forbidden or hangs) for the life of the page, and hands it over as soon as `durable` accepts it. It never lists a settled
 * message again, even if `durable` fails to remove it. After a failure nothing waits for `durable` until a later attempt gets
 * an answer.
 */
export class LenientStore implements OutboxStore {
  readonly #options: LenientStoreOptions;
  readonly #known = new Map<string, Known>();
  /** Never listed again, even after `durable` has removed them: a write that seemed lost may still arrive. */
  readonly #settled = new Set<string>();
  readonly #unremoved = new Set<string>();
  /** Rooms that were read once, and rooms whose reading failed and is still owed. */
  readonly #read = new Set<string>();
  readonly #unread = new Set<string>();
  #isAway = false;
  #failures = 0;
  #lookUntil: number | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LenientStoreOptions) {
    this.#options = options;
  }

  async list(room: string): Promise<readonly KeptMessage[]> {
    const { durable, environment } = this.#options;
    try {
      await this.#attempt(async () => this.#learn(room, await durable.list(room)));
    } catch (error) {
      this.#lookUntil ??= environment.now() + FIRST_LOOK_MS;
      this.#unread.add(room);
      if (!this.#read.has(room) && environment.now() < this.#lookUntil) throw error;
    }
    return this.#ofRoom(room).map(({ message }) => message);
  }

  async keep(message: KeptMessage): Promise<boolean> {
    this.#settled.delete(message.key);
    this.#unremoved.delete(message.key);
    const one: Known = { message, isWrittenHere: true, isDurable: false, isFleeting: false };
    this.#known.set(message.key, one);
    await this.#attempt(async () => {}).catch(() => {}); // Retried later.
    one.isFleeting = !one.isDurable;
    return one.isDurable;
  }

  async remove(key: string): Promise<void> {
    this.#known.delete(key);
    this.#settled.add(key);
    this.#unremoved.add(key);
    await this.#attempt(async () => {}).catch(() => {}); // Retried later.
  }

  /** Another tab says what became of a message. */
  heard(news: OutboxNews): void {
    if (news.type === 'kept') {
      this.#settled.delete(news.message.key);
      return;
    }
    this.#known.delete(news.key);
    this.#settled.add(news.key);
  }

  /** Runs the steps one at a time, each after handing over whatever is still waiting. */
  #attempt(step: () => Promise<void>): Promise<void> {
    const answer = this.#turn.then(async () => {
      if (this.#isAway) throw new Error('The store of this browser does not answer.');
      try {
        await this.#handOver();
        await step();
        this.#failures = 0;
      } catch (error) {
        this.#goAway();
        throw error;
      }
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }

  #goAway(): void {
    const { after } = this.#options.environment;
    this.#isAway = true;
    after(Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** this.#failures), () => this.#recover());
    this.#failures += 1;
  }

  #recover(): void {
    this.#isAway = false;
    this.#attempt(async () => {
      for (const room of this.#unread) this.#learn(room, await this.#options.durable.list(room));
    }).catch(() => {}); // Retried later.
  }

  /** Hands over in the order of writing: a message that failed before must go first, or the next page would list it last. */
  async #handOver(): Promise<void> {
    const { durable, shared } = this.#options;
    for (const key of this.#unremoved) {
      await durable.remove(key);
      this.#unremoved.delete(key);
    }
    for (const one of this.#known.values()) {
      if (one.isDurable) continue;
      await durable.keep(one.message);
      one.isDurable = true;
      const isLeft = this.#known.get(one.message.key) === one; // The message may have been settled meanwhile.
      if (one.isFleeting && isLeft) shared(one.message);
    }
  }

  #learn(room: string, listed: readonly KeptMessage[]): void {
    const before = this.#ofRoom(room);
    const left = listed.filter(({ key }) => !this.#settled.has(key));
    for (const { message } of before) this.#known.delete(message.key);
    for (const one of merge(left, before)) this.#known.set(one.message.key, one);
    this.#read.add(room);
    if (!this.#unread.delete(room)) return;
    const keys = new Set(before.map(({ message }) => message.key));
    for (const message of left) if (!keys.has(message.key)) this.#options.found(message);
  }

  #ofRoom(room: string): Known[] {
    return [...this.#known.values()].filter(({ message }) => message.room === room);
  }
}

/**
 * Merges what is in the store with what this page knows. The page's version wins where it is newer. A message that this page
 * wrote and that the store does not have, or has lost, keeps its place: nobody has settled it.
 */
function merge(listed: readonly KeptMessage[], known: readonly Known[]): Known[] {
  const inStore = new Set(listed.map(({ key }) => key));
  const lacking = (one: Known) => one.isWrittenHere && !inStore.has(one.message.key);
  const before = new Map(known.map((one, at) => [one.message.key, { one, at }]));
  const merged: Known[] = [];
  let taken = 0;
  const takeLacking = (upTo: number) => {
    for (const one of known.slice(taken, upTo))
      if (lacking(one)) merged.push(one.isDurable ? { ...one, isDurable: false } : one);
    taken = Math.max(taken, upTo);
  };
  for (const message of listed) {
    const own = before.get(message.key);
    if (own !== undefined) takeLacking(own.at);
    const isNewer = own !== undefined && !own.one.isDurable;
    merged.push(isNewer ? own.one : asListed(message, own?.one.isWrittenHere ?? false));
  }
  takeLacking(known.length);
  return merged;
}

const asListed = (message: KeptMessage, isWrittenHere: boolean): Known => ({
  message,
  isWrittenHere,
  isDurable: true,
  isFleeting: false,
});
