import { CLASSIC_NAMESPACE } from '@/lib/server/handlers/classic/classic';
import { Connection } from '@/simulation/network/connection';
import { Link } from '@/simulation/network/link';
import type { ConnectionListener, NodeConnection } from '@/simulation/network/node-connection';
import type { Node } from '@/simulation/nodes/node';
import type { Place } from '@/simulation/nodes/place';
import type { Machine, Task } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';

const DELAY_MS = 20;
const TAKEN = 'This username is taken.';
const CONNECT_AGAIN_MS = 1_000;
/** As long as a node of ours may be silent, by what it says of itself on connecting. */
const SILENCE_MS = 40_000;

interface ClassicWorld {
  readonly scheduler: Scheduler;
  /** Where a new connection goes; `null` where nobody listens. */
  readonly balance: () => Place | null;
  readonly noted: (from: string, to: string, what: () => string) => void;
}

/** The tutorial's program, which connects again whenever it is disconnected, and knows nothing of what was before. */
export class ClassicClient {
  readonly name: string;
  readonly machine: Machine;
  readonly link: Link;
  readonly #world: ClassicWorld;
  #connected: ClassicConnection | null = null;

  constructor(world: ClassicWorld, machine: Machine) {
    this.#world = world;
    this.machine = machine;
    this.name = machine.name;
    this.link = new Link(machine.name, DELAY_MS);
  }

  /** What it has heard since it connected last. */
  get heard(): readonly string[] {
    return this.#connected?.texts ?? [];
  }

  /** By the id of its connection; `null` until it is told that it has its name. */
  get member(): { readonly id: string; readonly name: string } | null {
    const id = this.#connected?.id;
    const set = this.heard.lastIndexOf(`Your username has been set to: ${this.name}`);
    const isNamed = set > this.heard.findLastIndex((text) => text.startsWith(TAKEN));
    return id === undefined || !isNamed ? null : { id: `classic-${id}`, name: this.name };
  }

  /** On its machine. */
  connect(): void {
    const { scheduler, balance, noted } = this.#world;
    const again = () =>
      void scheduler.after(CONNECT_AGAIN_MS, () => this.connect(), { machine: this.machine });
    const place = balance();
    if (place?.node == null) {
      again();
      return;
    }
    const { machine, link, name } = this;
    const connection = new Connection({
      scheduler,
      links: [link, place.link],
      page: machine,
      node: place.node.machine,
    });
    place.connections.add(connection);
    const lost = () => {
      connection.close('page');
      again();
    };
    this.#connected = new ClassicConnection({
      connection,
      node: place.node,
      name,
      noted: (isUp, what) => noted(isUp ? name : place.name, isUp ? place.name : name, what),
      afterSilence: () => scheduler.after(SILENCE_MS, lost, { machine, isTimer: true }),
      over: again,
    });
    this.#connected.begin();
  }

  say(text: string): void {
    this.#connected?.say('message', text);
  }

  /** For good. */
  leave(): void {
    this.#connected?.leave();
    this.#connected = null;
  }
}

interface ClassicConnectionOptions {
  readonly connection: Connection;
  readonly node: Node;
  readonly name: string;
  readonly noted: (isUp: boolean, what: () => string) => void;
  /** Ends it later, unless that is cancelled. */
  readonly afterSilence: () => Task;
  readonly over: () => void;
}

class ClassicConnection implements ConnectionListener {
  readonly texts: string[] = [];
  readonly #options: ClassicConnectionOptions;
  #silence: Task;
  #session: NodeConnection | null = null;
  #lastId = 0;

  constructor(options: ClassicConnectionOptions) {
    this.#options = options;
    this.#silence = options.afterSilence();
    options.connection.ended.page = () => {
      this.#silence.isCancelled = true;
      options.over();
    };
  }

  get id(): string | undefined {
    return this.#session?.socketId;
  }

  /** As a page does, but in the namespace of the tutorial, and without a cookie to come back with. */
  begin(): void {
    const { connection, node } = this.#options;
    const enter = (session: NodeConnection) => node.namespaces.get(CLASSIC_NAMESPACE)?.enter(session, {});
    const opened = (session: NodeConnection | null) => {
      this.#session = session;
      if (session === null) connection.close('node');
      else connection.down(() => connection.up(() => enter(session)));
    };
    connection.up(() =>
      node.open({ cookie: undefined, address: '10.0.2.1', connection, listener: this }, opened),
    );
  }

  admitted(): void {
    this.say('set_username', this.#options.name);
  }

  refused(): void {
    this.#options.connection.close('page');
  }

  heard(text: string): void {
    this.#options.noted(false, () => text);
    const [, said] = JSON.parse(text) as [event: string, said: string];
    this.texts.push(said);
  }

  answered(): void {}

  /** As Socket.IO's client, it leaves a node that does not ask for long. */
  pinged(): void {
    const session = this.#session;
    this.#silence.isCancelled = true;
    this.#silence = this.#options.afterSilence();
    this.#options.connection.up(() => session?.ponged());
  }

  leave(): void {
    this.#silence.isCancelled = true;
    this.#options.connection.close('page');
  }

  say(event: string, text: string): void {
    const session = this.#session;
    if (session === null) return;
    this.#lastId += 1;
    const id = this.#lastId;
    this.#options.noted(true, () => `${event} ${text}`);
    this.#options.connection.up(() => session.asked(id, event, text));
  }
}
