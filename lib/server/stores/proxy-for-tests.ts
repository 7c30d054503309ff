import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** What the client said first: its name, where it gives itself one. */
  opening: string;
}

const OPENING_BYTES = 4_096;

export interface ProxyForTests {
  readonly port: number;
  /** From now on nothing passes over the connections that there are (and began by saying `name`). Nobody is told. */
  swallow(name?: string): void;
  close(): void;
}

/** Stands between a client and a server of this machine. */
export async function startProxyForTests(target: number): Promise<ProxyForTests> {
  const pairs: Pair[] = [];
  const server = createServer((client) => {
    const pair: Pair = { client, upstream: connect(target, '127.0.0.1'), opening: '' };
    pairs.push(pair);
    client.on('data', (data) => {
      if (pair.opening.length < OPENING_BYTES) pair.opening += data.toString('latin1');
    });
    client.pipe(pair.upstream).pipe(client);
    for (const socket of [client, pair.upstream]) socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    swallow: (name = '') => {
      for (const { client, upstream } of pairs.filter(({ opening }) => opening.includes(name))) {
        client.unpipe(upstream);
        upstream.unpipe(client);
        client.resume();
        upstream.resume();
      }
    },
    close: () => {
      for (const { client, upstream } of pairs) for (const socket of [client, upstream]) socket.destroy();
      server.close();
    },
  };
}
