import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage, OutboxStore } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';

interface LenientStoreOptions {
  readonly durable: OutboxStore;
  readonly environment: Pick<Environment, 'after' | 'now'>;
  /** Told of each message that outlives the page only now: other tabs do not know of it yet. */
  readonly shared: (message: KeptMessage) => void;
  /** Told of each message that earlier pages left, and that could not be read when it was asked for. */
  readonly found: (message: KeptMessage) => void;
}

/** A message that this page believes to be unsettled. */
interface Known {
  readonly message: KeptMessage;
  /** Not by an earlier page or another tab, which may settle it without a word. */
  readonly isWrittenHere: boolean;
  isDurable: boolean;
  /** Was the page told that it does not outlive it? */
  isFleeting: boolean;
}

/** What earlier pages left stands before what is written now: it is waited for, but not for good. */
const FIRST_LOOK_MS = 3_000;
const AGAIN_FIRST_MS = 500;
const AGAIN_MAX_MS = 30_000;

/**
 * A store that takes everything. It keeps what `durable` does not take (a private window, a full disk, storage that is
 * forbidden or hangs) for the life of the page, and hands it over as soon as `durable` takes it. What `durable` does not let
 * go of is not listed again. After a failure nothing waits for it until it has answered to a later attempt.
 */
export class LenientStore implements OutboxStore {
  readonly #options: LenientStoreOptions;
  readonly #known = new Map<string, Known>();
  /** Never again listed, whenever `durable` lets go of it: a write that it seemed to have lost may still arrive. */
  readonly #settled = new Set<string>();
  readonly #unremoved = new Set<string>();
  /** Rooms that were read once, and those that could not be read when it was asked. */
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
    await this.#attempt(async () => {}).catch(() => {}); // And again, later.
    one.isFleeting = !one.isDurable;
    return one.isDurable;
  }

  async remove(key: string): Promise<void> {
    this.#known.delete(key);
    this.#settled.add(key);
    this.#unremoved.add(key);
    await this.#attempt(async () => {}).catch(() => {}); // And again, later.
  }

  /** Another tab has told what became of a message. */
  heard(news: OutboxNews): void {
    if (news.type === 'kept') {
      this.#settled.delete(news.message.key);
      return;
    }
    this.#known.delete(news.key);
    this.#settled.add(news.key);
  }

  /** One after the other, and each after what is still to be handed over. */
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
    }).catch(() => {}); // And again, later.
  }

  /** In the order of writing: what could not be kept goes first, or the next page would have it behind. */
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
      const isLeft = this.#known.get(one.message.key) === one; // It may have been settled meanwhile.
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
 * What is in the store, as it is there unless this page has it newer, and in its place among that what this page wrote and
 * the store has not, or has lost: nobody said that it is settled.
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
