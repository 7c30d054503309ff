import { expect, it } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { parseRedisUrl } from './redis-url';

it('[C7] one Redis is named in the usual way', () => {
  expect(parseRedisUrl('redis://h')).toMatchObject({ kind: 'server', isTls: false });
  expect(parseRedisUrl('rediss://u:p@h:1/2')).toMatchObject({ kind: 'server', isTls: true });
});

it('[C7] Sentinels are listed before the name of their master', () => {
  expect(parseRedisUrl('redis+sentinel://a:1,b,[::1]:3/mymaster')).toEqual({
    kind: 'sentinel',
    isTls: false,
    sentinels: [
      { host: 'a', port: 1 },
      { host: 'b', port: 26379 },
      { host: '::1', port: 3 },
    ],
    name: 'mymaster',
    credentials: {},
    sentinelCredentials: {},
  });
});

it('[C7] user and password are for the Redis servers; Sentinels may have their own', () => {
  expect(parseRedisUrl('rediss+sentinel://u:p%40ss@a/m?sentinelPassword=oth%2Fer')).toMatchObject({
    isTls: true,
    credentials: { username: 'u', password: 'p@ss' },
    sentinelCredentials: { password: 'oth/er' },
  });
});

it('[C7] a cluster is named by some of its servers', () => {
  expect(parseRedisUrl('redis+cluster://u:p@a:1,b')).toEqual({
    kind: 'cluster',
    isTls: false,
    servers: [
      { host: 'a', port: 1 },
      { host: 'b', port: 6379 },
    ],
    credentials: { username: 'u', password: 'p' },
  });
});

it('[C2] the error for a malformed REDIS_URL lists the forms', () => {
  const wrong = [
    'redis+sentinel://a:1,b:2',
    'redis+sentinel:///mymaster',
    'redis+sentinel://a:x/m',
    'redis+sentinel://a,,b/m',
    'redis+sentinel://u:%zz@a/m',
    'redis+cluster://a:1/0',
    'redis+cluster://',
    'redis://',
    'localhost:6379',
  ];
  for (const url of wrong) {
    const start = () => readConfig({ REDIS_URL: url });
    expect(start, url).toThrow(/REDIS_URL is written redis:.*redis\+sentinel:/);
  }
});
