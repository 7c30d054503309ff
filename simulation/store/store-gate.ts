import type { ModelServer, Subscription, Work } from './model-server';
import type { Reply } from './redis/reply';
import type { Wire } from './wire';

/** Where connections come to the store, and where it stands still, is away, or keeps answers to itself. */
export class StoreGate {
  readonly #server: ModelServer;
  readonly #open = new Map<Wire, Subscription>();
  /** What has come while it stood still. */
  #held: (() => void)[] = [];
  #isPaused = false;
  #isAway = false;
  /** How many answers are yet to be kept back. */
  #silences = 0;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** Opens a connection: `opened` is called at the node once the store has taken it. */
  open(wire: Wire, opened: () => void, push: Subscription['push']): void {
    wire.ended.store = () => this.#take(() => this.#forget(wire));
    wire.up(() =>
      this.#take(() => {
        if (this.#isAway) return wire.close('store');
        const subscription = {
          channels: new Set<string>(),
          push: (channel: string, message: string) => wire.down(() => push(channel, message)),
        };
        this.#open.set(wire, subscription);
        this.#server.subscriptions.add(subscription);
        wire.down(opened);
      }),
    );
  }

  /** Asks for something over an open connection; `answered` is called at the node, or never. */
  ask(wire: Wire, work: Work, answered: (reply: Reply | Error) => void): void {
    wire.up(() =>
      this.#take(() => {
        const subscription = this.#open.get(wire);
        if (subscription === undefined) return;
        const { journal } = this.#server.keys;
        const writes = journal.count;
        const reply = this.#do(work, subscription);
        if (this.#silences > 0 && journal.count > writes) this.#keepBack(wire);
        else wire.down(() => answered(reply));
      }),
    );
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** What has come meanwhile is done, be it long given up. */
  resume(): void {
    this.#isPaused = false;
    while (!this.#isPaused && this.#held.length > 0) this.#held.shift()?.();
  }

  /** Takes no connection, and has none any more; what has come and is not done is lost. */
  leave(): void {
    this.#isAway = true;
    this.#isPaused = false;
    this.#held = [];
    this.cut(() => true);
  }

  comeBack(): void {
    this.#isAway = false;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** The next writes are done, and their connections lost before the answers. */
  keepBackAnswers(count: number): void {
    this.#silences = count;
  }

  /** Closes connections from the store's side. */
  cut(which: (subscription: Subscription) => boolean): void {
    for (const [wire, subscription] of [...this.#open]) {
      if (!which(subscription)) continue;
      this.#forget(wire);
      wire.close('store');
    }
  }

  #forget(wire: Wire): void {
    const subscription = this.#open.get(wire);
    this.#open.delete(wire);
    if (subscription !== undefined) this.#server.subscriptions.delete(subscription);
  }

  #take(work: () => void): void {
    if (this.#isPaused) this.#held.push(work);
    else work();
  }

  #do(work: Work, subscription: Subscription): Reply | Error {
    try {
      return work(this.#server, subscription);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #keepBack(wire: Wire): void {
    this.#silences -= 1;
    this.#forget(wire);
    wire.close('store');
  }
}
