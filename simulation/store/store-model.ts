import type { Stores } from '@/lib/server/stores/stores';
import { ModelServer, type Refusal } from './model-server';
import { type NodeStores, type OpenOptions, openNodeStores } from './open-node-stores';
import type { StoreCopy } from './redis/keyspace';
import { StoreGate } from './store-gate';
import type { StoreWorld } from './wire';

/**
 * The one Redis of all nodes, in memory. The product's own stores run over it, scripts and all; what is modelled is Redis:
 * what its commands do, what a connection to it does, and what it does to us when it fails.
 */
export class StoreModel {
  readonly server: ModelServer;
  readonly gate: StoreGate;
  readonly #world: StoreWorld;

  constructor(world: StoreWorld) {
    this.#world = world;
    this.server = new ModelServer(world);
    this.gate = new StoreGate(this.server);
  }

  /** The stores of one node. @param node unique for each start of a node */
  open(node: string, options: OpenOptions): Promise<Stores> {
    return this.connect(node, options).watched();
  }

  /** The same before anybody knows whether they take writes; its connections are made while others run. */
  connect(node: string, options: OpenOptions): NodeStores {
    return openNodeStores({ gate: this.gate, world: this.#world, node, ...options });
  }

  /** FLUSHALL: everything is gone, and nobody is told. */
  flush(): void {
    this.server.flush();
  }

  copy(): StoreCopy {
    return this.server.keys.copy();
  }

  /** Comes back from a copy, as after a restart from a backup. */
  bringBack(copy: StoreCopy): void {
    this.#restart(() => this.server.keys.bringBack(copy));
  }

  /** Dies, and is there again at once without its newest writes. */
  restart({ lose = 0 }: { readonly lose?: number } = {}): void {
    this.#restart(() => this.server.keys.journal.lose(lose));
  }

  /** Dies, and is there again without what it wrote since then: with `appendfsync everysec`, of the last second. */
  restartAsOf(at: number): void {
    this.restart({ lose: this.server.writesSince(at) });
  }

  /** The master dies and its replica takes over, which may lack the newest writes, but none that somebody waited for. */
  failOver({ lose = 0 }: { readonly lose?: number } = {}): void {
    this.restart({ lose: Math.min(lose, this.server.keys.journal.unreplicated) });
    this.server.refusal = undefined;
  }

  /** Away until {@link start}. */
  stop(): void {
    this.gate.leave();
    this.server.startAnew();
  }

  start({ lose = 0 }: { readonly lose?: number } = {}): void {
    this.server.keys.journal.lose(lose);
    this.gate.comeBack();
  }

  /** Stands still until {@link resume}; then it does what it was asked meanwhile, late. */
  pause(): void {
    this.gate.pause();
  }

  resume(): void {
    this.gate.resume();
  }

  /** Takes no writes until `undefined` is given. */
  refuse(refusal: Refusal | undefined): void {
    this.server.refusal = refusal;
  }

  /** How many replicas keep up: 0, and nothing is acknowledged that waits for one. */
  replicate(replicas: number): void {
    this.server.replicas = replicas;
  }

  /** Does the next `count` writes that it is asked for, and says so to nobody: their connections are lost before. */
  answerNothing(count: number): void {
    this.gate.keepBackAnswers(count);
  }

  /** Closes the connections of those who listen, who know then that they may have missed something. */
  cutSubscribers(): void {
    this.gate.cut(({ channels }) => channels.size > 0);
  }

  /** Forgets who listens to what, and the connections stay: nobody is told. */
  forgetSubscriptions(): void {
    for (const { channels } of this.server.subscriptions) channels.clear();
  }

  /** The next publications reach nobody. */
  losePublications(count: number): void {
    this.server.publicationsToLose += count;
  }

  /** Whatever was wrong is over, and it has what it has. */
  heal(): void {
    this.refuse(undefined);
    this.server.publicationsToLose = 0;
    this.server.replicas = 1;
    this.gate.keepBackAnswers(0);
    this.gate.comeBack();
    this.resume();
  }

  #restart(change: () => void): void {
    const wasAway = this.gate.isAway;
    this.stop();
    change();
    if (!wasAway) this.gate.comeBack();
  }
}
