import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import { type CertificatesForTests, makeCertificates } from '@/lib/server/testing/certificates-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { freePort } from '@/scripts/cluster/free-port';

let redis: RedisForTests;
let certificates: CertificatesForTests;
const ports = { tls: 0, nobody: 0, http: 0, ssh: 0, silent: 0, closing: 0, old: 0, shielded: 0 };
const servers: Server[] = [];
const sockets = new Set<Socket>();

async function serve(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A Redis that answers OK to everything, and `info` to INFO. */
const fakeRedis = (info: string) =>
  createServer((socket) =>
    socket.on('data', (data) => {
      for (const command of String(data).split(/^\*/m).slice(1)) {
        socket.write(/info\r\n$/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    }),
  );
const INFO = '# Server\r\nredis_version:6.2.14\r\nredis_mode:standalone\r\n';

beforeAll(async () => {
  certificates = makeCertificates();
  ports.tls = await freePort();
  redis = await startRedisForTests({ args: ['--tls-port', String(ports.tls), ...certificates.args] });
  const admin = new Redis(redis.url);
  await admin.call('ACL', 'SETUSER', 'ada', 'on', '>right', '~*', '&*', '+@all');
  await admin.call('ACL', 'SETUSER', 'default', 'off');
  admin.disconnect();
  ports.nobody = await freePort();
  ports.http = await serve(createHttpServer((_request, response) => response.end('Hello')));
  ports.ssh = await serve(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')));
  ports.silent = await serve(createServer(() => {}));
  ports.closing = await serve(createServer((socket) => socket.end()));
  ports.old = await serve(fakeRedis(INFO));
  ports.shielded = await serve(
    createServer((socket) => socket.end('-DENIED Redis is running in protected mode because …\r\n')),
  );
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await redis?.stop();
  certificates?.remove();
});

/** Starts a node's stores. Returns the error that ends the start, and the lines that it logged. */
async function start(url: string) {
  const lines: { readonly msg: string }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  let ended: Error | undefined;
  try {
    const stores = await openRedisStores({ url, node: 'test', historyLimit: 10, logger });
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    stores.close();
  } catch (error) {
    ended = error as Error;
  }
  expect(JSON.stringify(lines)).not.toMatch(/"stack"|\\n {4}at /);
  return { ended, said: lines.map(({ msg }) => msg) };
}

describe('[C6] a Redis that will never talk to this node ends the start with one sentence, and nothing else is logged', () => {
  it.each<[string, () => string, RegExp]>([
    ['asks for a password', () => `redis://127.0.0.1:${redis.port}`, /^Redis asks for a password/],
    [
      'refuses the password',
      () => `redis://ada:wrong@127.0.0.1:${redis.port}`,
      /^Redis refuses the user or password/,
    ],
    [
      'knows no such user',
      () => `redis://bob:right@127.0.0.1:${redis.port}`,
      /^Redis refuses the user or password/,
    ],
    [
      'has no such database',
      () => `redis://ada:right@127.0.0.1:${redis.port}/99`,
      /has no database of that number/,
    ],
    ['does not speak TLS', () => `rediss://ada:right@127.0.0.1:${redis.port}`, /does not speak TLS/],
    [
      'has a certificate that nobody vouches for',
      () => `rediss://ada:right@127.0.0.1:${ports.tls}`,
      /is not trusted.*REDIS_TLS_CA/,
    ],
    ['is too old', () => `redis://127.0.0.1:${ports.old}`, /^Redis 6\.2\.14 is too old/],
    ['is shielded', () => `redis://127.0.0.1:${ports.shielded}`, /protected-mode/],
    ['is a web server', () => `redis://127.0.0.1:${ports.http}`, /is not Redis/],
    ['is something else', () => `redis://127.0.0.1:${ports.ssh}`, /is not Redis/],
    ['is not a cluster', () => `redis+cluster://ada:right@127.0.0.1:${redis.port}`, /is not a cluster/],
    ['is no Sentinel', () => `redis+sentinel://127.0.0.1:${ports.http}/concord`, /is not Redis/],
  ])('%s', async (_what, urlOf, sentence) => {
    const { ended, said } = await start(urlOf());
    expect(ended?.name).toBe('StartError');
    expect(ended?.message).toMatch(sentence);
    expect(ended?.message).not.toMatch(/\n|right@|wrong@/);
    expect(said).toEqual([]);
  });
});

describe('[C6] the node waits for a Redis that may still come, and one line says why', () => {
  it.each<[string, () => string, RegExp]>([
    ['nothing listens', () => `redis://127.0.0.1:${ports.nobody}`, /nothing listens at 127\.0\.0\.1:\d+/],
    ['unknown host', () => 'redis://redis.invalid:6379', /unknown host redis\.invalid/],
    ['it says nothing', () => `redis://127.0.0.1:${ports.silent}`, /it does not answer/],
    ['it says nothing over TLS', () => `rediss://127.0.0.1:${ports.silent}`, /it does not answer/],
    ['it closes the connection', () => `redis://127.0.0.1:${ports.closing}`, /closes each connection/],
    ['no server of a cluster is there', () => `redis+cluster://127.0.0.1:${ports.nobody}`, /nothing listens/],
    ['no Sentinel is there', () => `redis+sentinel://127.0.0.1:${ports.nobody}/concord`, /nothing listens/],
  ])('%s', async (_what, urlOf, reason) => {
    const { ended, said } = await start(urlOf());
    expect(ended).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^Redis is away \(.*\); trying again$/)]);
    expect(said[0]).toMatch(reason);
  });
});
