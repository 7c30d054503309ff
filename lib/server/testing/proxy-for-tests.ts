import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** What the client sent first: its name, if it gives itself one. */
  opening: string;
}

const OPENING_BYTES = 4_096;

export interface ProxyForTests {
  readonly port: number;
  /** From now on, nothing passes over existing connections (that began by sending `name`). Nobody is told. */
  swallow(name?: string): void;
  /** The same, and only what the client says is lost. */
  deafen(name?: string): void;
  /**
   * From now on, bytes from the client over such a connection wait, even after the client has given it up. Returns a function
   * that lets them continue; it resolves once the server has read them all.
   */
  hold(name?: string): () => Promise<void>;
  /**
   * From now on, the server is unreachable, for new connections too, and nobody is told, until the returned function is called.
   */
  cut(): () => void;
  close(): void;
}

/** Stands between a client and a server on this machine, with a delay of `delayMs` in each direction. */
export async function startProxyForTests(target: number, delayMs = 0): Promise<ProxyForTests> {
  const pairs: Pair[] = [];
  const saying = (name: string) => pairs.filter(({ opening }) => opening.includes(name));
  const unanswered = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) return void unanswered.add(client.resume().on('error', () => {}));
    const pair: Pair = { client, upstream: connect(target, '127.0.0.1'), opening: '' };
    pairs.push(pair);
    client.on('data', (data) => {
      if (pair.opening.length < OPENING_BYTES) pair.opening += data.toString('latin1');
    });
    pass(client, pair.upstream, delayMs);
    pass(pair.upstream, client, delayMs);
    for (const socket of [client, pair.upstream]) socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const swallow = (name = '') => {
    for (const { client, upstream } of saying(name)) {
      client.unpipe(upstream);
      upstream.unpipe(client);
      client.resume();
      upstream.resume();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    swallow,
    deafen: (name = '') => {
      for (const { client, upstream } of saying(name)) client.unpipe(upstream).resume();
    },
    cut: () => {
      isCut = true;
      swallow();
      const lost = pairs.splice(0);
      return () => {
        isCut = false;
        for (const { client, upstream } of lost) for (const socket of [client, upstream]) socket.destroy();
        for (const socket of unanswered) socket.destroy();
        unanswered.clear();
      };
    },
    hold: (name = '') => {
      const releases = saying(name).map(holdPair);
      return async () => void (await Promise.all(releases.map((release) => release())));
    },
    close: () => {
      for (const { client, upstream } of pairs) for (const socket of [client, upstream]) socket.destroy();
      for (const socket of unanswered) socket.destroy();
      server.close();
    },
  };
}

function holdPair({ client, upstream }: Pair): () => Promise<void> {
  const held: Buffer[] = [];
  client.unpipe(upstream);
  upstream.unpipe(client);
  client.on('data', (data: Buffer) => held.push(data)).resume();
  upstream.resume();
  return async () => {
    upstream.end(Buffer.concat(held));
    if (!upstream.closed) await once(upstream, 'close');
  };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  if (delayMs === 0) {
    from.pipe(to);
    return;
  }
  // Timers with equal delays fire in the order in which they were set.
  from.on('data', (data) => setTimeout(() => to.write(data), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
}
