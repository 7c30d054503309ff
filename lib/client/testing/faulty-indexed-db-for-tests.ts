import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';

/** What goes wrong the next time the page uses the database. */
export type Fault =
  | 'none'
  /** The call itself throws. */
  | 'throws'
  /** An event refuses it. */
  | 'fails'
  /** Nothing ever comes of it. */
  | 'hangs'
  /** It comes a long time later. */
  | 'late'
  /** It happens, but nobody is told. */
  | 'silent'
  /** The connection is gone: every use of it throws. */
  | 'dies';

export const FAULTS: readonly Fault[] = ['none', 'throws', 'fails', 'hangs', 'late', 'silent', 'dies'];

const LATE_MS = 7_000;

interface Options {
  /** Asked at each opening, transaction, request and commit. */
  readonly next: () => Fault;
  readonly after: Environment['after'];
}

/** As much of IndexedDB as the outbox uses, on one disk, with one write transaction at a time. */
export class FaultyIndexedDb {
  readonly rows = new Map<number, KeptMessage>();
  writing: Transaction | null = null;
  readonly waiting: Transaction[] = [];
  lastPlace = 0;
  readonly #next: Options['next'];

  constructor(next: Options['next']) {
    this.#next = next;
  }

  /** For one tab; `after` is the tab's. */
  factory(after: Environment['after']): IDBFactory {
    const options: Options = { next: this.#next, after };
    const open = () => {
      const fault = options.next();
      if (fault === 'throws') throw new Error('SecurityError');
      const request = new Request(options, () => new Connection(this, options));
      request.answer(fault);
      return request;
    };
    return { open } as unknown as IDBFactory;
  }

  texts(): string[] {
    return [...this.rows].sort(([one], [other]) => one - other).map(([, { text }]) => text);
  }
}

class Request<T> {
  result: T | undefined;
  error: Error | null = null;
  onsuccess: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #options: Options;
  readonly #carryOut: () => T;

  constructor(options: Options, carryOut: () => T) {
    this.#options = options;
    this.#carryOut = carryOut;
  }

  answer(fault: Fault, done = () => {}, failed = () => {}): void {
    if (fault === 'hangs' || fault === 'silent') return;
    const answer = () => {
      if (fault === 'fails' || fault === 'dies') {
        this.error = new Error('QuotaExceededError');
        this.onerror?.();
        return failed();
      }
      this.result = this.#carryOut();
      this.onsuccess?.();
      done();
    };
    if (fault === 'late') this.#options.after(LATE_MS, answer);
    else queueMicrotask(answer);
  }
}

class Connection {
  onclose: (() => void) | null = null;
  onversionchange: (() => void) | null = null;
  readonly #disk: FaultyIndexedDb;
  readonly #options: Options;
  #isDead = false;

  constructor(disk: FaultyIndexedDb, options: Options) {
    this.#disk = disk;
    this.#options = options;
  }

  transaction(_: string, mode: IDBTransactionMode): Transaction {
    const fault = this.#options.next();
    if (fault === 'dies') this.#isDead = true;
    if (fault === 'throws' || this.#isDead) throw new Error('InvalidStateError');
    const transaction = new Transaction(this.#disk, this.#options, fault);
    if (mode === 'readonly') transaction.begin();
    else transaction.queue();
    return transaction;
  }

  close(): void {
    this.#isDead = true;
  }
}

class Transaction {
  oncomplete: (() => void) | null = null;
  onabort: (() => void) | null = null;
  error: Error | null = null;
  readonly #disk: FaultyIndexedDb;
  readonly #options: Options;
  readonly #fault: Fault;
  readonly #changes: (() => void)[] = [];
  #asked: (() => void)[] = [];
  #open = 0;
  #state: 'waiting' | 'begun' | 'over' = 'waiting';

  constructor(disk: FaultyIndexedDb, options: Options, fault: Fault) {
    this.#disk = disk;
    this.#options = options;
    this.#fault = fault;
  }

  queue(): void {
    this.#disk.waiting.push(this);
    beginNext(this.#disk);
  }

  begin(): void {
    if (this.#fault === 'hangs') return;
    if (this.#fault === 'fails') {
      queueMicrotask(() => this.abort());
      return;
    }
    this.#state = 'begun';
    for (const ask of this.#asked.splice(0)) ask();
  }

  objectStore() {
    const rows = this.#disk.rows;
    const find = (key: string) => [...rows].find(([, row]) => row.key === key)?.[0];
    return {
      getAll: () => this.#ask(() => [...rows].sort(([a], [b]) => a - b).map(([, row]) => row)),
      index: () => ({ getKey: (key: string) => this.#ask(() => find(key)) }),
      put: (row: KeptMessage, place?: number) =>
        this.#ask(() => this.#changes.push(() => rows.set(place ?? ++this.#disk.lastPlace, row))),
      delete: (place: number) => this.#ask(() => this.#changes.push(() => rows.delete(place))),
    };
  }

  abort(): void {
    if (this.#state === 'over') throw new Error('InvalidStateError');
    this.#end();
    queueMicrotask(() => this.onabort?.());
  }

  #ask<T>(carryOut: () => T): Request<T> {
    const request = new Request(this.#options, carryOut);
    const isOver = () => this.#state === 'over';
    const settled = () => {
      this.#open -= 1;
      // A caller that wants more from the transaction asks during the answer.
      queueMicrotask(() => this.#open === 0 && !isOver() && this.#commit());
    };
    const failed = () => !isOver() && this.abort();
    this.#open += 1;
    const ask = () => request.answer(this.#options.next(), settled, failed);
    if (this.#state === 'begun') ask();
    else this.#asked.push(ask);
    return request;
  }

  #commit(): void {
    const fault = this.#options.next();
    if (fault === 'hangs' || fault === 'late') return;
    if (fault === 'throws' || fault === 'fails' || fault === 'dies') {
      this.abort();
      return;
    }
    for (const change of this.#changes) change();
    this.#end();
    if (fault !== 'silent') this.oncomplete?.();
  }

  #end(): void {
    this.#state = 'over';
    this.#asked = [];
    const { waiting } = this.#disk;
    if (waiting.includes(this)) waiting.splice(waiting.indexOf(this), 1);
    if (this.#disk.writing !== this) return;
    this.#disk.writing = null;
    beginNext(this.#disk);
  }
}

function beginNext(disk: FaultyIndexedDb): void {
  if (disk.writing !== null) return;
  disk.writing = disk.waiting.shift() ?? null;
  disk.writing?.begin();
}
