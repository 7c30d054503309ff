import type { Environment } from './environment';
import type { KeptMessage, OutboxStore } from './outbox-store';
import type { OutboxNews } from './tabs';

/** A store that takes everything, whatever becomes of the browser's own. */
export interface LenientStore extends OutboxStore {
  /** Another tab has told what became of a message. */
  heard(news: OutboxNews): void;
}

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
 * Keeps what `durable` does not take (a private window, a full disk, storage that is forbidden or hangs) for the life of
 * the page, and hands it over as soon as `durable` takes it. What `durable` does not let go of is not listed again.
 * After a failure nothing waits for it until it has answered to a later attempt.
 */
export function createLenientStore(options: LenientStoreOptions): LenientStore {
  const { durable, environment } = options;
  const known = new Map<string, Known>();
  /** Never again listed, whenever `durable` lets go of it: a write that it seemed to have lost may still arrive. */
  const settled = new Set<string>();
  const unremoved = new Set<string>();
  /** Rooms that were read once, and those that could not be read when it was asked. */
  const read = new Set<string>();
  const unread = new Set<string>();
  let isAway = false;
  let failures = 0;
  let lookUntil: number | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** In the order of writing: what could not be kept goes first, or the next page would have it behind. */
  const handOver = async () => {
    for (const key of unremoved) {
      await durable.remove(key);
      unremoved.delete(key);
    }
    for (const one of known.values()) {
      if (one.isDurable) continue;
      await durable.keep(one.message);
      one.isDurable = true;
      const isLeft = known.get(one.message.key) === one; // It may have been settled meanwhile.
      if (one.isFleeting && isLeft) options.shared(one.message);
      one.isFleeting = false;
    }
  };

  const attempt = <T>(step: () => Promise<T>): Promise<T> => {
    const answer = turn.then(async () => {
      if (isAway) throw new Error('The store of this browser does not answer.');
      try {
        await handOver();
        const result = await step();
        failures = 0;
        return result;
      } catch (error) {
        isAway = true;
        environment.after(Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** failures), recover);
        failures += 1;
        throw error;
      }
    });
    turn = answer.catch(() => {});
    return answer;
  };

  const recover = () => {
    isAway = false;
    attempt(async () => {
      for (const room of unread) learn(room, await durable.list(room));
    }).catch(() => {}); // And again, later.
  };

  const learn = (room: string, listed: readonly KeptMessage[]) => {
    const mine = ofRoom(room);
    const left = listed.filter(({ key }) => !settled.has(key));
    for (const { message } of mine) known.delete(message.key);
    for (const one of merge(left, mine)) known.set(one.message.key, one);
    read.add(room);
    if (!unread.delete(room)) return;
    const before = new Set(mine.map(({ message }) => message.key));
    for (const message of left) if (!before.has(message.key)) options.found(message);
  };

  const ofRoom = (room: string) => [...known.values()].filter(({ message }) => message.room === room);

  const handOverNow = () =>
    attempt(async () => {}).then(
      () => true,
      () => false,
    );

  return {
    list: async (room) => {
      try {
        await attempt(async () => learn(room, await durable.list(room)));
      } catch (error) {
        lookUntil ??= environment.now() + FIRST_LOOK_MS;
        unread.add(room);
        if (!read.has(room) && environment.now() < lookUntil) throw error;
      }
      return ofRoom(room).map(({ message }) => message);
    },
    keep: async (message) => {
      settled.delete(message.key);
      unremoved.delete(message.key);
      const one: Known = { message, isWrittenHere: true, isDurable: false, isFleeting: false };
      known.set(message.key, one);
      const isDone = await handOverNow();
      one.isFleeting = !isDone && !one.isDurable;
      return !one.isFleeting;
    },
    remove: async (key) => {
      known.delete(key);
      settled.add(key);
      unremoved.add(key);
      await handOverNow();
    },
    heard: (news) => {
      if (news.type === 'kept') return void settled.delete(news.message.key);
      known.delete(news.key);
      settled.add(news.key);
    },
  };
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
