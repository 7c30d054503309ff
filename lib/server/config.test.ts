import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { readConfig } from './config';

it('[C1] without any variable a node listens on port 5000 of every address and keeps history in .data', () => {
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

it('[C2] a variable that is wrong beside another one, and not set itself, is said not to be', () => {
  const AUTH_JWKS_URL = 'https://site.example/jwks';
  for (const AUTH_JWT_AUDIENCE of [undefined, ''])
    expect(() => readConfig({ AUTH_JWKS_URL, AUTH_JWT_AUDIENCE })).toThrow(/AUDIENCE .* \(now: not set\)$/m);
});

it('[Z1] as many nodes as are asked for, or as the machine has cores; one without a word', () => {
  const nodesOf = (NODES: string) => readConfig({ NODES, REDIS_URL: 'redis://127.0.0.1' }).nodes;
  expect(readConfig({}).nodes).toBe(1);
  expect(nodesOf('4')).toBe(4);
  expect(nodesOf('auto')).toBe(availableParallelism());
  for (const wrong of ['0', '65', '1.5', 'nonsense'])
    expect(() => nodesOf(wrong)).toThrow(/NODES takes a whole number from 1 to 64, or auto/);
});

it('[Z1] several nodes without a Redis between them are refused; in development there is one', () => {
  expect(() => readConfig({ NODES: '2' })).toThrow(/NODES .* set REDIS_URL/);
  expect(readConfig({ NODES: '1' }).nodes).toBe(1);
  expect(readConfig({ NODES: '2', NODE_ENV: 'development' }).nodes).toBe(1);
});

it('[C2] rooms are listed by their names', () => {
  expect(readConfig({ ROOMS: 'random, team-2' }).rooms).toEqual(['random', 'team-2']);
  expect(() => readConfig({ ROOMS: 'random,Team 2' })).toThrow(/ROOMS has "Team 2"/);
});

it('[C2] what is said of embedding sites and their users goes together, or is refused', () => {
  const SECRETS = { AUTH_JWT_SECRET: 'x'.repeat(32) };
  expect(readConfig({})).toMatchObject({ siteTokens: undefined, guests: 'welcome' });
  expect(readConfig({ ...SECRETS, ALLOW_GUESTS: 'read', AUTH_JWT_ISSUER: 'a' })).toMatchObject({
    siteTokens: { secret: 'x'.repeat(32), issuer: 'a', audience: undefined },
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
  wrong({ ...SECRETS, SESSION_SECRET: SECRETS.AUTH_JWT_SECRET }, /AUTH_JWT_SECRET is another secret/);
  wrong({ ALLOW_GUESTS: 'false' }, /ALLOW_GUESTS keeps everybody out/);
  wrong({ ALLOW_GUESTS: 'no' }, /ALLOW_GUESTS is true, read or false/);
  const AVATAR_ORIGINS = 'https://pics.example, http://localhost:3000';
  expect(readConfig({ ...SECRETS, AVATAR_ORIGINS })).toMatchObject({
    avatarOrigins: ['https://pics.example', 'http://localhost:3000'],
  });
  wrong({ AVATAR_ORIGINS }, /AVATAR_ORIGINS shows pictures of nobody/);
  wrong({ ...SECRETS, AVATAR_ORIGINS: 'https://pics.example/ada.png' }, /AVATAR_ORIGINS .* is no origin/);
  wrong({ ...SECRETS, AVATAR_ORIGINS: 'http://pics.example' }, /pictures are loaded over https/);
});

it('[C2] an empty variable counts as absent', () => {
  expect(readConfig({ PORT: '', REDIS_URL: '' })).toMatchObject({ port: 5000, redisUrl: undefined });
});

it('[C2] a secret is never repeated in the message about it', () => {
  expect(() => readConfig({ SESSION_SECRET: 'hunter2' })).toThrow(
    /SESSION_SECRET has at least 32 characters/,
  );
  expect(() => readConfig({ SESSION_SECRET: 'hunter2' })).not.toThrow(/hunter2/);
  expect(() => readConfig({ REDIS_URL: 'http://user:hunter2@host' })).toThrow(/REDIS_URL is written redis:/);
  expect(() => readConfig({ REDIS_URL: 'http://user:hunter2@host' })).not.toThrow(/hunter2/);
});

it('[C3] a heartbeat that a load balancer would not wait for is refused', () => {
  expect(() => readConfig({ PING_INTERVAL_MS: '25001' })).toThrow(
    /PING_INTERVAL_MS takes a whole number from 100 to 25000/,
  );
  expect(() => readConfig({ PING_TIMEOUT_MS: '45000' })).toThrow(/together at most 55000/);
  expect(readConfig({ PING_INTERVAL_MS: '25000', PING_TIMEOUT_MS: '30000' })).toMatchObject({
    pingIntervalMs: 25_000,
  });
});

it('[C4] allowed origins are origins, separated by commas', () => {
  expect(readConfig({ ALLOWED_ORIGINS: 'https://a.example, http://b.example:81' }).allowedOrigins).toEqual([
    'https://a.example',
    'http://b.example:81',
  ]);
  expect(readConfig({ ALLOWED_ORIGINS: 'http://[::1]:3000' }).allowedOrigins).toEqual(['http://[::1]:3000']);
  expect(() => readConfig({ ALLOWED_ORIGINS: 'https://a.example/chat' })).toThrow(/is no origin/);
  expect(() => readConfig({ ALLOWED_ORIGINS: '*' })).toThrow(/is no origin/);
});

it('[F1] a rate is a burst and how often one comes after it, or off', () => {
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

it('[F5] connections of an address are counted, or not', () => {
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
