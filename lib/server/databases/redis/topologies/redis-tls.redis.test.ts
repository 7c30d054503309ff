import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { placeOf } from '@/lib/server/config/settings/redis-url';
import { closeConnection, openConnection } from '@/lib/server/databases/redis/connection.redis';
import type { RedisSettings } from '@/lib/server/databases/redis/redis';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import { type CertificatesForTests, makeCertificates } from '@/lib/server/testing/certificates-for-tests';
import { enterLobby, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { freePort } from '@/scripts/cluster/free-port';
import { startProcess } from '@/scripts/cluster/start-process';
import { startRedisCluster } from '@/scripts/cluster/start-redis-cluster';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { untilReady } from '@/scripts/cluster/until-ready';
import { REDIS, requireTool } from '@/scripts/tools';

/** From deploy/README.md: the rights that a Redis user needs for Concord. */
const RULES = ['~concord:*', '&*', '+@all', '-@dangerous', '+info'];
const PASSWORD = 'p@ss/wörd';

let certificates: CertificatesForTests;
let redis: RedisForTests;
let port: number;
const url = (user: string, password: string) =>
  `rediss://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;

beforeAll(async () => {
  certificates = makeCertificates();
  port = await freePort();
  redis = await startRedisForTests({ args: ['--tls-port', String(port), ...certificates.args] });
  const admin = new Redis(redis.url);
  await admin.call('ACL', 'SETUSER', 'concord', 'on', `>${PASSWORD}`, ...RULES);
  await admin.call('ACL', 'SETUSER', 'default', 'off');
  admin.disconnect();
});
afterAll(async () => {
  await redis?.stop();
  certificates?.remove();
});

const open = (at: string, settings: RedisSettings) =>
  openRedisStores({ url: at, settings, node: 'tls', historyLimit: 10, logger: pino({ level: 'silent' }) });

it('[C7] two nodes talk over TLS, as a user with no more rights than needed', async () => {
  const variables = { REDIS_URL: url('concord', PASSWORD), REDIS_TLS_CA: certificates.caFile };
  const nodes = await Promise.all([startNodeForTests(variables), startNodeForTests(variables)]);
  const [one, two] = nodes;
  const [ada, ben] = await Promise.all([enterLobby(one.url, 'Ada'), enterLobby(two.url, 'Ben')]);
  expect(await ada.say('over TLS')).toMatchObject({ ok: true });
  await expect.poll(() => ben.texts()).toEqual(['over TLS']);
  await expect.poll(async () => (await ada.join()).present.count).toBe(2);
  for (const { url } of nodes) expect((await fetch(`${url}/readyz`)).status).toBe(200);
  // Also what nobody would miss at once has been written.
  const asked = new Redis(url('concord', PASSWORD), { tls: { ca: certificates.ca } });
  onTestFinished(() => asked.disconnect());
  const keptSessions = async () => {
    const [, keys] = await asked.scan(0, 'MATCH', 'concord:node:*:sessions', 'COUNT', 1_000);
    return keys.length;
  };
  await expect.poll(keptSessions).toBe(2);
  for (const { socket } of [ada, ben]) socket.close();
  await Promise.all(nodes.map((node) => node.close()));
});

it('[C7] a master is reached through a Sentinel, both behind TLS', async () => {
  const [plainPort, tlsPort] = [await freePort(), await freePort()];
  const folder = temporaryFolder('sentinel');
  const file = join(folder, 'sentinel.conf');
  writeFileSync(file, `sentinel monitor concord 127.0.0.1 ${port} 1\n`);
  const ports = ['--port', String(plainPort), '--tls-port', String(tlsPort)];
  const args = [file, '--sentinel', ...ports, ...certificates.args];
  const sentinel = await startProcess({ name: 'sentinel', command: requireTool(REDIS), args });
  onTestFinished(async () => {
    await sentinel.kill();
    removeFolder(folder);
  });
  await untilReady(sentinel, async () => (await askRedis(plainPort, 'PING')).includes('PONG'));
  const user = `concord:${encodeURIComponent(PASSWORD)}`;
  const stores = await open(`rediss+sentinel://${user}@127.0.0.1:${tlsPort}/concord`, {
    tlsCa: certificates.ca,
  });
  await expect.poll(stores.isReachable).toBe(true);
  stores.close();
});

it('[C7] a cluster is reached over TLS, too, as the same user', async () => {
  const cluster = await startRedisCluster({ tlsArgs: certificates.args });
  onTestFinished(cluster.stop);
  for (const server of cluster.servers) {
    await askRedis(server.port, `ACL SETUSER concord on >secret ${RULES.join(' ')}`);
  }
  const stores = await open(cluster.redisUrl.replace('://', '://concord:secret@'), {
    tlsCa: certificates.ca,
    waitReplicas: 1,
  });
  const heard: string[] = [];
  await stores.log.follow('lobby', { heard: ({ entries }) => heard.push(...entries), lapsed: () => {} });
  await stores.log.append('lobby', 'a', '"a"');
  await expect.poll(() => heard).toEqual(['"a"']);
  await expect.poll(stores.isReachable).toBe(true);
  stores.close();
});

it('[C6] a certificate that no known authority vouches for ends the start, and the error says so', async () => {
  await expect(open(url('concord', PASSWORD), {})).rejects.toThrow(
    /certificate of the Redis .* not trusted .*REDIS_TLS_CA/,
  );
  const stores = await open(url('concord', PASSWORD), { tlsCa: certificates.ca });
  expect(await stores.isReachable()).toBe(true);
  stores.close();
});

it('[C7] a connection that is closed in the middle of its handshake does no harm', async () => {
  const place = placeOf(url('concord', PASSWORD));
  if (place.kind === 'cluster') throw new Error('one server');
  // A handshake takes a few milliseconds: each of these is cut off at a different moment.
  for (let round = 0; round < 200; round += 1) {
    const connection = openConnection(place, round % 2 ? certificates.ca : undefined, {});
    connection.on('error', () => {});
    await pause((round % 40) / 2);
    closeConnection(connection);
  }
  const stores = await open(url('concord', PASSWORD), { tlsCa: certificates.ca });
  expect(await stores.isReachable()).toBe(true);
  stores.close();
});
