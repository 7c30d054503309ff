import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '@/scripts/cluster/free-port';
import { enterLobby, startNodeForTests } from '../node-for-tests';
import { type CertificatesForTests, makeCertificates } from './certificates-for-tests';
import { openRedisStores } from './open-stores.redis';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';

/** As deploy/README.md has it: what a user of Redis needs for Concord. */
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
afterAll(() => redis?.stop());

const open = (tlsCa?: string) => {
  const logger = pino({ level: 'silent' });
  return openRedisStores({
    url: url('concord', PASSWORD),
    settings: { tlsCa },
    node: 'tls',
    historyLimit: 10,
    logger,
  });
};

it('[C7] two nodes talk over TLS, as a user who may do no more than it must', async () => {
  const variables = { REDIS_URL: url('concord', PASSWORD), REDIS_TLS_CA: certificates.caFile };
  const nodes = await Promise.all([startNodeForTests(variables), startNodeForTests(variables)]);
  const [one, two] = nodes;
  const [ada, ben] = await Promise.all([enterLobby(one.url, 'Ada'), enterLobby(two.url, 'Ben')]);
  expect(await ada.say('over TLS')).toMatchObject({ ok: true });
  await expect.poll(() => ben.texts()).toEqual(['over TLS']);
  await expect.poll(async () => (await ada.join()).present.count).toBe(2);
  for (const { url } of nodes) expect((await fetch(`${url}/readyz`)).status).toBe(200);
  for (const { socket } of [ada, ben]) socket.close();
  await Promise.all(nodes.map((node) => node.close()));
});

it('[C6] a certificate that nobody known vouches for ends the start with a sentence that says so', async () => {
  await expect(open()).rejects.toThrow(/certificate of the Redis .* not trusted .*REDIS_TLS_CA/);
  const stores = await open(certificates.ca);
  expect(await stores.isReachable()).toBe(true);
  stores.close();
});
