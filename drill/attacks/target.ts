import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client';
import { RawConnection } from './raw-connection';

/** A client that was disconnected and comes back as fast as it can would wait this long. */
const COME_BACK_MS = 50;

interface Open {
  readonly closed: Promise<void>;
  close(): void;
}

export interface TargetOptions {
  /** The addresses of the nodes. */
  readonly urls: readonly string[];
  /** Where everything comes from, unless the attack says otherwise. */
  readonly address: string;
  /** Rooms that exist, and in which nobody else is. */
  readonly rooms: readonly string[];
  readonly signal: AbortSignal;
}

/** The nodes as one attack sees them. Counts what it achieves, and closes whatever was opened. */
export class Target {
  readonly #options: TargetOptions;
  readonly #open = new Set<Open>();
  tried = 0;
  through = 0;
  /** Whether something is still to happen that takes as long as the nodes are busy. */
  isWaiting = false;

  constructor(options: TargetOptions) {
    this.#options = options;
  }

  get isOver(): boolean {
    return this.#options.signal.aborted;
  }

  get rooms(): readonly string[] {
    return this.#options.rooms;
  }

  /** The node whose turn it is, so that each of two gets half. */
  url(place: number): string {
    const { urls } = this.#options;
    return urls[place % urls.length] as string;
  }

  /** Opens a connection that has joined nothing. `null` if it is refused. */
  async connect(place: number, address = this.#options.address): Promise<Client | null> {
    const client = await Client.open(this.url(place), address);
    return client === null ? null : this.#keep(client);
  }

  /** Connects somebody new, with a name. `null` if they are refused. */
  async enter(place: number, address?: string): Promise<Client | null> {
    const client = await this.connect(place, address);
    if (client === null || (await client.enter(`Guest ${randomUUID().slice(0, 8)}`))) return client;
    client.close();
    return null;
  }

  /** Opens a connection on which nothing is sent yet. */
  connectBare(place: number): RawConnection {
    return this.#keep(new RawConnection(this.url(place)));
  }

  /** Opens a WebSocket of which the attack writes every byte. `null` if it is refused. */
  async connectRaw(place: number): Promise<RawConnection | null> {
    const connection = this.connectBare(place);
    if (await connection.upgrade(this.#options.address)) return connection;
    connection.close();
    return null;
  }

  /** Lets this many visit at once, each of whom comes again as soon as they are disconnected or done, until it is over. */
  async crowd(count: number, visit: (place: number) => Promise<void>): Promise<void> {
    const comeAndGo = async (place: number) => {
      while (!this.isOver) {
        await visit(place);
        await this.pause(COME_BACK_MS);
      }
    };
    await Promise.all(Array.from({ length: count }, (_, place) => comeAndGo(place)));
  }

  /** Acts at regular times, without waiting for the result, while the connection lasts. */
  async every(ms: number, client: { readonly isOpen: boolean }, act: () => void): Promise<void> {
    while (!this.isOver && client.isOpen) {
      act();
      await this.pause(ms);
    }
  }

  /** Ends early when the attack is over. */
  async pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#options.signal }).catch(() => {});
  }

  /** Closes whatever is open. */
  close(): void {
    for (const open of this.#open) open.close();
  }

  #keep<Connection extends Open>(connection: Connection): Connection {
    this.#open.add(connection);
    connection.closed.then(() => this.#open.delete(connection));
    if (this.isOver) connection.close();
    return connection;
  }
}
