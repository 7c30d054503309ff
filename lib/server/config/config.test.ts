import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { readConfig, SETTINGS } from './config';

it('[C1] without any variable, a node listens on port 5000 of every address and keeps history in .data', () => {
  expect(readConfig({})).toMatchObject({
    port: 5000,
    host: '0.0.0.0',
    dataDir: '.data',
    redisUrl: undefined,
    historyLimit: 100_000,
    allowedOrigins: [],
    embedOrigins: [],
    avatarOrigins: [],
  });
});

it('[C2] every wrong value is named at once, with what it should be and what it is', () => {
  const start = () => readConfig({ PORT: 'many', HISTORY_LIMIT: '0', LOG_LEVEL: 'loud', NODE_ID: 'a b' });
  expect(start).toThrow(/PORT .*"many"/);
  expect(start).toThrow(/HISTORY_LIMIT .*"0"/);
  expect(start).toThrow(/LOG_LEVEL .*"loud"/);
  expect(start).toThrow(/NODE_ID takes up to 64/);
});

it('[C2] a variable that conflicts with another one, and is not set itself, is reported as not set', () => {
  const AUTH_JWKS_URL = 'https://site.example/jwks';
  for (const AUTH_JWT_AUDIENCE of [undefined, ''])
    expect(() => readConfig({ AUTH_JWKS_URL, AUTH_JWT_AUDIENCE })).toThrow(/AUDIENCE .* \(now: not set\)$/m);
});

it('[Z1] there are as many nodes as requested, or as the machine has cores; one by default', () => {
  const nodesOf = (NODES: string) => readConfig({ NODES, REDIS_URL: 'redis://127.0.0.1' }).nodes;
  expect(readConfig({}).nodes).toBe(1);
  expect(nodesOf('4')).toBe(4);
  expect(nodesOf('auto')).toBe(availableParallelism());
  for (const wrong of ['0', '65', '1.5', 'nonsense'])
    expect(() => nodesOf(wrong)).toThrow(/NODES takes a whole number from 1 to 64, or auto/);
});

it('[Z1] several nodes without Redis are refused; in development there is one', () => {
  expect(() => readConfig({ NODES: '2' })).toThrow(/NODES .* set REDIS_URL/);
  expect(readConfig({ NODES: '1' }).nodes).toBe(1);
  expect(readConfig({ NODES: '2', NODE_ENV: 'development' }).nodes).toBe(1);
});

it('[C2] rooms are listed by their names', () => {
  expect(readConfig({ ROOMS: 'random, team-2' }).rooms).toEqual(['random', 'team-2']);
  expect(() => readConfig({ ROOMS: 'random,Team 2' })).toThrow(/ROOMS has "Team 2"/);
});

it('[C2] settings of embedding sites and their users that belong together are refused apart', () => {
  const SECRETS = { AUTH_JWT_SECRET: 'what the site and the room know, and nobody else' };
  expect(readConfig({})).toMatchObject({ siteTokens: undefined, guests: 'welcome' });
  expect(readConfig({ ...SECRETS, ALLOW_GUESTS: 'read', AUTH_JWT_ISSUER: 'a' })).toMatchObject({
    siteTokens: { secret: SECRETS.AUTH_JWT_SECRET, issuer: 'a', audience: undefined },
    guests: 'readers',
  });
  const wrong = (variables: Record<string, string>, reason: RegExp) =>
    expect(() => readConfig(variables)).toThrow(reason);
  wrong(
    { AUTH_JWT_SECRET: 'hunter2' },
    /AUTH_JWT_SECRET has at least 32 characters \(now: a value that is not/,
  );
  wrong({ AUTH_JWKS_URL: 'http://site.example/jwks' }, /AUTH_JWKS_URL is the https/);
  wrong({ AUTH_JWKS_URL: 'https://site.example/jwks' }, /AUTH_JWT_AUDIENCE names this chat room/);
  wrong({ ...SECRETS, AUTH_JWKS_URL: 'https://site.example/jwks' }, /exclude each other/);
  wrong({ ...SECRETS, SESSION_SECRET: SECRETS.AUTH_JWT_SECRET }, /AUTH_JWT_SECRET must differ from/);
  wrong({ ALLOW_GUESTS: 'false' }, /ALLOW_GUESTS keeps everybody out/);
  wrong({ ALLOW_GUESTS: 'no' }, /ALLOW_GUESTS is true, read or false/);
  const AVATAR_ORIGINS = 'https://pics.example, http://localhost:3000';
  expect(readConfig({ ...SECRETS, AVATAR_ORIGINS })).toMatchObject({
    avatarOrigins: ['https://pics.example', 'http://localhost:3000'],
  });
  wrong({ AVATAR_ORIGINS }, /AVATAR_ORIGINS has no effect/);
  wrong({ ...SECRETS, AVATAR_ORIGINS: 'https://pics.example/ada.png' }, /AVATAR_ORIGINS .* is not an origin/);
  wrong({ ...SECRETS, AVATAR_ORIGINS: 'http://pics.example' }, /pictures are loaded over https/);
});

it('[C2] an empty variable counts as absent', () => {
  expect(readConfig({ PORT: '', REDIS_URL: '' })).toMatchObject({ port: 5000, redisUrl: undefined });
});

it('[C2] a message never repeats a secret', () => {
  expect(() => readConfig({ SESSION_SECRET: 'hunter2' })).toThrow(
    /SESSION_SECRET has at least 32 characters/,
  );
  expect(() => readConfig({ SESSION_SECRET: 'hunter2' })).not.toThrow(/hunter2/);
  expect(() => readConfig({ REDIS_URL: 'http://user:hunter2@host' })).toThrow(/REDIS_URL is written redis:/);
  expect(() => readConfig({ REDIS_URL: 'http://user:hunter2@host' })).not.toThrow(/hunter2/);
});

it('[C3] a heartbeat slower than load balancers allow is refused', () => {
  expect(() => readConfig({ PING_INTERVAL_MS: '25001' })).toThrow(
    /PING_INTERVAL_MS takes a whole number from 100 to 25000/,
  );
  expect(() => readConfig({ PING_TIMEOUT_MS: '45000' })).toThrow(/together at most 55000/);
  expect(readConfig({ PING_INTERVAL_MS: '25000', PING_TIMEOUT_MS: '30000' })).toMatchObject({
    pingIntervalMs: 25_000,
  });
});

it('[R6] the heartbeat tolerates a round trip of ten seconds', () => {
  expect(readConfig({}).pingTimeoutMs).toBeGreaterThan(10_000);
});

it('[C4] allowed origins are origins, separated by commas', () => {
  expect(readConfig({ ALLOWED_ORIGINS: 'https://a.example, http://b.example:81' }).allowedOrigins).toEqual([
    'https://a.example',
    'http://b.example:81',
  ]);
  expect(readConfig({ ALLOWED_ORIGINS: 'http://[::1]:3000' }).allowedOrigins).toEqual(['http://[::1]:3000']);
  expect(() => readConfig({ ALLOWED_ORIGINS: 'https://a.example/chat' })).toThrow(/is not an origin/);
  expect(() => readConfig({ ALLOWED_ORIGINS: '*' })).toThrow(/is not an origin/);
});

it('[F1] a rate is a burst and the time for each further one, or off', () => {
  const { rates } = readConfig({ RATE_MESSAGES: '10/500ms', RATE_ROOMS: '2/1h', RATE_JOINS: 'off' });
  expect(rates).toMatchObject({
    messages: { burst: 10, everyMs: 500 },
    rooms: { burst: 2, everyMs: 3_600_000 },
    joins: null,
  });
  expect(readConfig({}).rates.messages).toEqual({ burst: 5, everyMs: 1_000 });
  for (const wrong of [
    '5',
    '5/1',
    '0/1s',
    '5/0s',
    '-5/1s',
    '5/1d',
    'on',
    '5/1s ',
    '999999/1s',
    '100000/1h',
  ]) {
    expect(() => readConfig({ RATE_MESSAGES: wrong })).toThrow(/RATE_MESSAGES is written 5\/1s/);
  }
});

it('[F5] connections of an address are limited to a number, or not at all', () => {
  expect(readConfig({}).maxConnectionsPerIp).toBe(500);
  expect(readConfig({ MAX_CONNECTIONS_PER_IP: 'off' }).maxConnectionsPerIp).toBeNull();
  for (const wrong of ['0', 'many'])
    expect(() => readConfig({ MAX_CONNECTIONS_PER_IP: wrong })).toThrow(/whole number from 1 .* or off/);
});

it('[F6] TRUST_PROXY lists addresses and blocks', () => {
  expect(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8,::1' }).trustProxy).toEqual([
    'loopback',
    '10.0.0.0/8',
    '::1',
  ]);
  expect(() => readConfig({ TRUST_PROXY: 'true' })).toThrow(/TRUST_PROXY has "true"/);
});

const RIGHT: Readonly<Record<string, string>> = {
  PORT: '5000',
  HOST: 'chat.example.com',
  NODE_ID: 'node-1',
  NODES: '2',
  DATA_DIR: '.data',
  REDIS_URL: 'rediss://ada:right@redis.example.com:6380/1',
  REDIS_WAIT_REPLICAS: '1',
  SESSION_SECRET: 'kQ3vT9xLr2ZbW8nYc5HdM1sPg7JfA4uE',
  SESSION_SECRET_OLD: 'Ub6RyN0tXo3KeVi9GmQ2wSzC8lDhFp5J',
  ADMIN_TOKEN: 'k3Jq8vTz1bXw5nRc7hYd2mLs9pGf4uEa',
  AUTH_JWT_SECRET: 'Hn4DxC7jM0gTqYf2ZsBv9KwPa6LeRu1o',
  AUTH_JWT_ISSUER: 'https://www.example.com',
  AUTH_JWT_AUDIENCE: 'concord',
  ALLOWED_ORIGINS: 'https://www.example.com',
  EMBED_ORIGINS: 'https://www.example.com',
  AVATAR_ORIGINS: 'https://www.example.com',
  TRUST_PROXY: 'loopback',
  MAX_CONNECTIONS_PER_IP: '5',
  RATE_ADDRESS_FACTOR: 'off',
  ROOMS: 'one,two',
  HISTORY_LIMIT: '10',
  HISTORY_MEMORY_MB: '64',
  LOG_LEVEL: 'warn',
  ALLOW_GUESTS: 'read',
  DRAIN_MS: '0',
  PING_INTERVAL_MS: '15000',
  PING_TIMEOUT_MS: '10000',
  IGNORED_VARIABLES: 'REDIS_PASSWORD',
};
const RATES = SETTINGS.filter((name) => name.startsWith('RATE_') && name !== 'RATE_ADDRESS_FACTOR');
const ALL = { ...RIGHT, ...Object.fromEntries(RATES.map((name) => [name, '5/1s'])) };

it.each(Object.keys(ALL))(
  '[C2] %s in quotation marks, with white space or with invisible characters is refused',
  (name) => {
    expect(() => readConfig(ALL)).not.toThrow();
    const value = ALL[name as keyof typeof ALL] ?? '';
    const written = [
      `"${value}"`,
      `'${value}'`,
      `“${value}”`,
      ` ${value}`,
      `${value} `,
      `${value}\r`,
      `${value}\n`,
      ' ',
      '\t',
    ].concat(`${value}\u200B`, `\uFEFF${value}`, `${value}\0`);
    for (const wrong of written) {
      const start = () => readConfig({ ...ALL, [name]: wrong });
      expect(start, JSON.stringify(wrong)).toThrow(
        new RegExp(`^ {2}${name} .*(quotation|white space|invisible|blank)`, 'm'),
      );
    }
  },
);

const NUMBERS = [
  'PORT',
  'NODES',
  'REDIS_WAIT_REPLICAS',
  'MAX_CONNECTIONS_PER_IP',
  'RATE_ADDRESS_FACTOR',
].concat(['HISTORY_LIMIT', 'HISTORY_MEMORY_MB', 'DRAIN_MS', 'PING_INTERVAL_MS', 'PING_TIMEOUT_MS']);
it.each(NUMBERS)('[C2] %s takes whole numbers in digits, and nothing that is merely read as one', (name) => {
  for (const wrong of [
    'NaN',
    'Infinity',
    '-1',
    '+5',
    '1.5',
    '5.0',
    '5e3',
    '0x50',
    '0b1',
    '05',
    '5_000',
    '5,000',
    '5s',
    '5 0',
    '٥',
    'true',
    'null',
    '1e99',
  ]) {
    const start = () => readConfig({ REDIS_URL: 'redis://127.0.0.1', [name]: wrong });
    expect(start, wrong).toThrow(new RegExp(`^ {2}${name} takes a whole number from \\d+ to \\d+`, 'm'));
  }
});

it.each([
  ['HOST', ['127.0.0.1:5000', '[::1]', 'http://localhost', '999.1.1.1', 'a b', '*', ':5000']],
  ['NODE_ENV', ['prod', 'Production', 'true']],
  ['LOG_LEVEL', ['INFO', 'verbose', '30']],
  ['ALLOW_GUESTS', ['yes', 'no', '1', '0', 'TRUE', 'on']],
  ['DATA_DIR', ['~/concord', '~']],
  [
    'REDIS_URL',
    [
      'redis',
      'localhost:6379',
      'redis://',
      'redis://host:port',
      'redis://$HOST:6379',
      'redis://{REDIS_HOST}',
      'redis://host/chat',
      'redis://:pa#ss@host',
      'redis://a,b',
      'http://host:6379',
      'redis://host:70000',
      'redis+cluster://a,,b',
      'redis+sentinel://a/',
    ],
  ],
  ['REDIS_TLS_CA', ['/nowhere', 'package.json']],
  ['ROOMS', [',', ' , ', 'Room', 'a b', 'a;b']],
  ['TRUST_PROXY', ['true', '1', '10.0.0.0/64', 'all', '*', '10.0.0']],
  ['ALLOWED_ORIGINS', ['*', 'www.example.com', 'https://a.example/', 'https://a.example https://b.example']],
  ['AUTH_JWKS_URL', ['http://site.example/jwks', 'site.example/jwks', 'https://ada:right@site.example/jwks']],
  ['AUTH_JWT_ISSUER', ['somebody']],
  ['AUTH_JWT_AUDIENCE', ['concord']],
  ['REDIS_WAIT_REPLICAS', ['1']],
])('[C2] %s refuses values that mean nothing, or nothing for this setting', (name, values) => {
  for (const wrong of values)
    expect(() => readConfig({ [name]: wrong }), wrong).toThrow(new RegExp(`^ {2}${name} `, 'm'));
});

it('[C2] an authority for Redis behind TLS is refused if REDIS_URL does not use TLS', () => {
  const REDIS_TLS_CA = 'lib/server/stores/nobody.pem';
  expect(() => readConfig({ REDIS_URL: 'redis://host', REDIS_TLS_CA })).toThrow(
    /REDIS_TLS_CA names a file that cannot/,
  );
});

const EXAMPLE = readFileSync('.env.example', 'utf8');
const examples = [...EXAMPLE.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({
  name,
  value,
}));

it('[C11] .env.example has every setting once, and no other', () => {
  expect(examples.map(({ name }) => name).sort()).toEqual([...SETTINGS].sort());
});

/** Settings without a default: .env.example shows an example of their value. */
const SHOWN = /^(NODE_ID|REDIS_URL|AUTH_.*|AVATAR_ORIGINS|IGNORED_VARIABLES)$/;

it('[C11] .env.example has valid values, and the default of every setting that has one', () => {
  const REDIS_URL = examples.find(({ name }) => name === 'REDIS_URL')?.value ?? '';
  const site = { AUTH_JWKS_URL: 'https://www.example.com/keys', AUTH_JWT_AUDIENCE: 'concord' };
  for (const { name, value } of examples) {
    if (value === '' || name === 'REDIS_TLS_CA') continue; // It names a file of the operator.
    const others: Record<string, string> = /^AUTH|^AVATAR/.test(name)
      ? { REDIS_URL, ...site }
      : { REDIS_URL };
    const config = readConfig({ ...others, [name]: value });
    if (!SHOWN.test(name)) expect(config, name).toEqual(readConfig(others));
  }
});

it('[C11] the documents name only settings that exist', () => {
  const documents = [
    'README.md',
    'deploy/README.md',
    'docs/embedding.md',
    'docs/security.md',
    'docs/protocol.md',
    'docs/guarantees.md',
    'deploy/nginx.conf',
    'deploy/haproxy.cfg',
    'deploy/nginx-tls.conf',
    'deploy/concord.service',
  ];
  const words = new Set(SETTINGS.flatMap((name) => (name.includes('_') ? [name.split('_')[0]] : [])));
  for (const document of documents) {
    const named = readFileSync(document, 'utf8').match(/\b[A-Z]+(_[A-Z]+)+\b/g) ?? [];
    for (const name of named.filter((one) => words.has(one.split('_')[0]))) {
      if (!['NODE_ENV', 'NODE_OPTIONS'].includes(name)) expect(SETTINGS, document).toContain(name);
    }
  }
});
