import { type Position, START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type {
  AppendOptions,
  Fork,
  HeldEntry,
  LogFollower,
  PutBack,
  RoomLog,
} from '@/lib/server/log/room-log';
import { withoutPlace } from '@/lib/server/log/without-place';

interface Kept {
  readonly id: string;
  readonly entry: string;
}

interface State {
  readonly epoch: number;
  readonly run: number;
  /** How many there were when the epoch began. */
  readonly base: number;
  readonly entries: readonly Kept[];
  readonly forks: readonly Fork[];
}

const EMPTY: State = { epoch: 0, run: 0, base: 0, entries: [], forks: [] };

/** A model of one room's log in Redis (see log/append.lua, epoch.lua) that can lose entries, and of the links to it. */
export class ForgetfulLog {
  #state = EMPTY;
  #saved = EMPTY;
  #clock = 1_000;
  #run = 1;
  readonly #links: ModelLink[] = [];

  get ids(): readonly string[] {
    return this.#state.entries.map(({ id }) => id);
  }

  get epoch(): number {
    return this.#state.epoch;
  }

  /** Opens a node's own link to it. */
  open(): ModelLink {
    const link = new ModelLink(this);
    this.#links.push(link);
    return link;
  }

  save(): void {
    this.#saved = this.#state;
  }

  flush(): void {
    this.#state = EMPTY;
  }

  /** As SWAPDB does: swaps the present state with the saved one. */
  swap(): void {
    [this.#state, this.#saved] = [this.#saved, this.#state];
  }

  /** Restarts with everything, with what was saved or with nothing; all connections are cut. */
  restart(keeps: 'all' | 'saved' | 'nothing'): void {
    this.#run += 1;
    if (keeps !== 'all') this.#state = keeps === 'saved' ? this.#saved : EMPTY;
    for (const link of this.#links) link.cut();
  }

  append(id: string, entry: string, { known = START }: AppendOptions) {
    const epoch = this.#settle(known);
    const before = this.#seqOf(id);
    if (before === 0 && known.epoch !== 0 && epoch !== known.epoch) return null;
    return { position: this.#add({ id, entry }), isRepeat: before !== 0 };
  }

  putBack(held: readonly HeldEntry[], { epoch, shared, reach }: PutBack): (Position | null)[] | null {
    if (this.#settle({ epoch, seq: 0 }) !== epoch) return null;
    const seqs = held.slice(0, shared).map(({ id }) => this.#seqOf(id) || undefined);
    const { base, entries } = this.#state;
    const isLeftOut = withoutPlace(seqs, { top: entries.length, base, reach });
    return held.map((one, index) => (isLeftOut[index] ? null : this.#add(one)));
  }

  slice(from: number, limit: number) {
    const { epoch, entries } = this.#state;
    const some = entries.slice(from - 1, from - 1 + limit).map(({ entry }) => entry);
    return { epoch, from, counted: from - 1, entries: some, top: entries.length, bottom: 1 };
  }

  top(known: Position) {
    const epoch = this.#settle(known);
    const { entries, forks } = this.#state;
    return { epoch, seq: entries.length, counted: entries.length, forks };
  }

  #seqOf(id: string): number {
    return this.#state.entries.findIndex((kept) => kept.id === id) + 1;
  }

  #add({ id, entry }: Kept): Position {
    if (this.#state.epoch === 0) this.#begin(0, 0);
    const known = this.#seqOf(id);
    const { epoch, entries } = this.#state;
    if (known !== 0) return { epoch, seq: known };
    this.#state = { ...this.#state, entries: [...entries, { id, entry }] };
    const seq = entries.length + 1;
    for (const link of this.#links) link.publish({ epoch, from: seq, entries: [entry] });
    return { epoch, seq };
  }

  #settle(known: Position): number {
    const { epoch, run, entries } = this.#state;
    if (epoch < known.epoch) this.#begin(known.epoch, 0);
    else if (epoch !== 0 && (run !== this.#run || (epoch === known.epoch && entries.length < known.seq)))
      this.#begin(epoch, entries.length);
    return this.#state.epoch;
  }

  #begin(previous: number, after: number): void {
    const epoch = Math.max(++this.#clock, previous + 1);
    const forks = [...this.#state.forks, { epoch, after, counted: after }].sort((a, b) => a.epoch - b.epoch);
    this.#state = { ...this.#state, epoch, run: this.#run, base: this.#state.entries.length, forks };
  }
}

/** What is on its way between one node and the log: each direction keeps its order, and moves when the test says so. */
export class ModelLink {
  readonly #log: ForgetfulLog;
  readonly #ways: Record<'asked' | 'answered' | 'published', (() => void)[]> = {
    asked: [],
    answered: [],
    published: [],
  };
  readonly #lost = new Set<(error: Error) => void>();
  readonly #followers = new Set<LogFollower>();

  constructor(log: ForgetfulLog) {
    this.#log = log;
  }

  /** Delivers the first item of a direction. Returns whether there was one. */
  move(way: 'asked' | 'answered' | 'published'): boolean {
    const first = this.#ways[way].shift();
    first?.();
    return first !== undefined;
  }

  publish(published: Parameters<LogFollower['heard']>[0]): void {
    for (const follower of this.#followers) this.#ways.published.push(() => follower.heard(published));
  }

  /** Loses everything on its way, and tells the callers. */
  cut(): void {
    for (const way of Object.values(this.#ways)) way.length = 0;
    for (const reject of this.#lost) reject(new ChatError('store_unavailable'));
    this.#lost.clear();
    for (const follower of this.#followers) this.#ways.published.push(() => follower.lapsed());
  }

  readonly log: RoomLog = {
    append: (_, id, entry, options = {}) => this.#ask(() => this.#log.append(id, entry, options)),
    putBack: (_, held, options) => this.#ask(() => this.#log.putBack(held, options)),
    after: (_, seq, limit) => this.#ask(() => this.#log.slice(seq + 1, limit)),
    before: (_, seq, limit) =>
      this.#ask(() => {
        const end = Math.min(seq, this.#log.ids.length + 1);
        const from = Math.max(1, end - limit);
        return this.#log.slice(from, end - from);
      }),
    find: () => Promise.reject(new Error('a feed never calls this')),
    top: (_, known = START) => this.#ask(() => this.#log.top(known)),
    follow: (_, follower) =>
      this.#ask(() => {
        this.#followers.add(follower);
        return () => this.#followers.delete(follower);
      }),
  };

  #ask<T>(run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#lost.add(reject);
      this.#ways.asked.push(() => {
        const answer = run();
        this.#ways.answered.push(() => {
          this.#lost.delete(reject);
          resolve(answer);
        });
      });
    });
  }
}
