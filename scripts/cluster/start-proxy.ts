import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { DelayedPipe } from './delayed-pipe';

/** Holds what is on its way until the delay changes. */
export const HELD = Number.POSITIVE_INFINITY;

/** `up` is what the client sends, `down` what the server answers. */
export type Way = 'up' | 'down';

/** How many milliseconds each direction is late. */
export type Delays = Readonly<Partial<Record<Way, number>>>;

/** Stands between clients and a server on this machine, and is as bad a network as it is told to be. */
export interface RunningProxy {
  readonly port: number;
  /** From now on, for existing and new connections. A direction that is not named has no delay. */
  delay(delays: Delays): void;
  /** Nothing passes any more over existing connections that began by sending `opening`. Nobody is told. */
  swallow(opening?: string): void;
  /**
   * Over new connections that begin by sending `opening`, only the first data passes in this direction, and everything in the
   * other. `null`: from now on everything passes.
   */
  swallowAfter(opening: string | null, way?: Way): void;
  /** Ends the existing connections. */
  cut(): void;
  close(): void;
}

/** In its first bytes a client says who or what it is. */
const OPENING_BYTES = 4_096;

class Connection {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #up: DelayedPipe;
  readonly #down: DelayedPipe;
  #opening = '';
  readonly closed: Promise<unknown>;

  constructor(client: Socket, target: number, { up = 0, down = 0 }: Delays) {
    this.#client = client;
    this.#upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#up = new DelayedPipe(client, this.#upstream, up);
    this.#down = new DelayedPipe(this.#upstream, client, down);
    client.on('data', (bytes) => {
      if (this.#opening.length < OPENING_BYTES) this.#opening += bytes.toString('latin1');
    });
    for (const socket of [client, this.#upstream]) socket.on('error', () => {}); // 'close' follows.
    this.closed = Promise.all([client, this.#upstream].map(closingOf));
  }

  delay({ up = 0, down = 0 }: Delays): void {
    this.#up.delay(up);
    this.#down.delay(down);
  }

  beganWith(opening: string): boolean {
    return this.#opening.includes(opening);
  }

  /** To be called when the client has sent its first data and nothing has been answered yet. */
  muteAfterFirst(way: Way): void {
    if (way === 'up') this.#up.mute();
    else this.#upstream.once('data', () => this.#down.mute());
  }

  mute(): void {
    this.#up.mute();
    this.#down.mute();
  }

  cut(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }
}

const closingOf = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

export async function startProxy(target: number): Promise<RunningProxy> {
  const connections = new Set<Connection>();
  let delays: Delays = {};
  let lastWords: { readonly opening: string; readonly way: Way } | null = null;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const connection = new Connection(client, target, delays);
    connections.add(connection);
    client.once('data', () => {
      if (lastWords !== null && connection.beganWith(lastWords.opening))
        connection.muteAfterFirst(lastWords.way);
    });
    void connection.closed.then(() => connections.delete(connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    for (const connection of connections) connection.cut();
  };
  return {
    port: (server.address() as AddressInfo).port,
    delay: (changed) => {
      delays = changed;
      for (const connection of connections) connection.delay(delays);
    },
    swallow: (opening = '') => {
      for (const connection of connections) if (connection.beganWith(opening)) connection.mute();
    },
    swallowAfter: (opening, way = 'up') => {
      lastWords = opening === null ? null : { opening, way };
    },
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}
