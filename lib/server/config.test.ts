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
  });
});

it('[C2] every wrong value is named at once, with what it should be and what it is', () => {
  const start = () => readConfig({ PORT: 'many', HISTORY_LIMIT: '0', LOG_LEVEL: 'loud', NODE_ID: 'a b' });
  expect(start).toThrow(/PORT .*"many"/);
  expect(start).toThrow(/HISTORY_LIMIT .*"0"/);
  expect(start).toThrow(/LOG_LEVEL .*"loud"/);
  expect(start).toThrow(/NODE_ID takes up to 64/);
});

it('[C2] rooms are listed by their names', () => {
  expect(readConfig({ ROOMS: 'random, team-2' }).rooms).toEqual(['random', 'team-2']);
  expect(() => readConfig({ ROOMS: 'random,Team 2' })).toThrow(/ROOMS has "Team 2"/);
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
  expect(() => readConfig({ ALLOWED_ORIGINS: 'https://a.example/chat' })).toThrow(/is no origin/);
  expect(() => readConfig({ ALLOWED_ORIGINS: '*' })).toThrow(/is no origin/);
});
