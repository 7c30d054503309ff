import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig, SETTINGS } from './config';

const REDIS = { REDIS_URL: 'redis://127.0.0.1' };

/** What is reported about a name that is set beside `others`; '' if it is accepted. */
function saidOf(name: string, value = 'x', others: Record<string, string> = REDIS): string {
  try {
    readConfig({ ...others, [name]: value });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ_'];

/** A name with one letter too many, too few or wrong, or with two swapped. */
const typingError = (name: string) =>
  fc
    .record({
      kind: fc.constantFrom('insert', 'drop', 'replace', 'swap'),
      place: fc.nat(name.length - 2),
      letter: fc.constantFrom(...LETTERS),
    })
    .map(({ kind, place, letter }) => {
      const [before, here, next, after] = [
        name.slice(0, place),
        name[place],
        name[place + 1],
        name.slice(place + 2),
      ];
      if (kind === 'insert') return `${before}${letter}${here}${next}${after}`;
      if (kind === 'drop') return `${before}${next}${after}`;
      if (kind === 'replace') return `${before}${letter}${next}${after}`;
      return `${before}${next}${here}${after}`;
    });

/** Another setting, or a name that a platform sets; NODE_ENV, NODE_PLACE and NODES_FOLDER are known, too. */
const isAnothers = (name: string) =>
  SETTINGS.includes(name) || /^(NODE|NODE_IP|NODE_UID|PORTS|NODE_ENV)$/.test(name);

describe.each(SETTINGS)('[C8] %s', (setting) => {
  it('with a wrong letter ends the start, which asks whether it was meant', () => {
    fc.assert(
      fc.property(
        typingError(setting).filter((name) => !isAnothers(name)),
        (name) => {
          expect(saidOf(name)).toContain(`${name} is not a Concord variable: did you mean `);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('in lower case, with dashes or with nothing between its words ends the start', () => {
    const others = [setting.toLowerCase(), setting.replaceAll('_', '-'), setting.replaceAll('_', '')];
    for (const name of others.filter((other) => other !== setting))
      expect(saidOf(name)).toContain(`${name} is not a Concord variable: did you mean ${setting}?`);
  });
});

it('[C8] a long name with two wrong letters ends the start', () => {
  const long = SETTINGS.filter((name) => name.length > 9);
  const twice = fc
    .constantFrom(...long)
    .chain(typingError)
    .chain(typingError);
  fc.assert(
    fc.property(
      twice.filter((name) => !isAnothers(name)),
      (name) => {
        expect(saidOf(name)).toContain(`${name} is not a Concord variable: did you mean `);
      },
    ),
  );
});

it.each([
  ['REDIS_URI', 'REDIS_URL'],
  ['REDSI_URL', 'REDIS_URL'],
  ['REDIS_HOST', 'REDIS_URL'],
  ['RATE_MESSAGE', 'RATE_MESSAGES'],
  ['RATE_LIMIT', 'RATE_'],
  ['ALLOW_ORIGINS', 'ALLOWED_ORIGINS'],
  ['AUTH_SECRET', 'AUTH_'],
  ['TRUST_PROXIES', 'TRUST_PROXY'],
  ['SESSION_KEY', 'SESSION_SECRET'],
  ['MAX_CONNECTIONS', 'MAX_CONNECTIONS_PER_IP'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['HSOT', 'HOST'],
])('[C8] %s ends the start: %s is meant', (name, meant) => {
  expect(saidOf(name, 'hunter2', {})).toContain(`${name} is not a Concord variable: did you mean ${meant}`);
  expect(saidOf(name, 'hunter2', {})).not.toContain('hunter2');
});

/** As found in containers of Kubernetes, Docker, Heroku, Railway and Mesos, under npm, under a parent node and on a desktop. */
const OF_PLATFORMS = {
  REDIS_SERVICE_HOST: '10.0.0.7',
  REDIS_SERVICE_PORT: '6379',
  REDIS_SERVICE_PORT_REDIS: '6379',
  REDIS_PORT: 'tcp://10.0.0.7:6379',
  REDIS_PORT_6379_TCP: 'tcp://10.0.0.7:6379',
  REDIS_PORT_6379_TCP_ADDR: '10.0.0.7',
  REDIS_PORT_6379_TCP_PORT: '6379',
  REDIS_PORT_6379_TCP_PROTO: 'tcp',
  REDIS_MASTER_SERVICE_HOST: '10.0.0.8',
  REDIS_MASTER_PORT: 'tcp://10.0.0.8:6379',
  REDIS_NAME: '/concord/redis',
  REDIS_ENV_REDIS_VERSION: '7.4.1',
  AUTH_SERVICE_HOST: '10.0.0.9',
  AUTH_PORT: 'tcp://10.0.0.9:80',
  AUTH_PORT_80_TCP: 'tcp://10.0.0.9:80',
  REDIS_TLS_URL: 'rediss://:p@ec2.example.com:6380',
  REDIS_PRIVATE_URL: 'redis://redis.railway.internal:6379',
  NODE: '/usr/bin/node',
  NODE_OPTIONS: '--enable-source-maps',
  NODE_VERSION: '22.1.0',
  NODE_PATH: '/usr/lib/node_modules',
  NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
  NODE_NAME: 'worker-3',
  NODE_IP: '10.0.0.1',
  NODE_APP_INSTANCE: '0',
  NODE_UNIQUE_ID: '1',
  NODE_CHANNEL_FD: '3',
  NODE_CHANNEL_SERIALIZATION_MODE: 'json',
  NODE_PLACE: '1',
  NODES_FOLDER: '/tmp/concord-nodes',
  NODE_ENV: 'production',
  npm_config_loglevel: 'silent',
  npm_lifecycle_event: 'start',
  LOG_FORMAT: 'json',
  LOG_DIR: '/var/log',
  LOGNAME: 'ada',
  HOME: '/root',
  HOSTNAME: 'web-1',
  HOSTTYPE: 'x86_64',
  PORT0: '31000',
  PORTS: '31000,31001',
  PORT_5000: '31000',
  PATH: '/usr/bin',
  PWD: '/opt/concord',
  SHLVL: '1',
  SESSION_MANAGER: 'local/desk:@/tmp/.ICE-unix/1',
  XDG_DATA_DIRS: '/usr/share',
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_PORT: 'tcp://10.0.0.1:443',
  max_restarts: '10',
};

it('[C8] variables that platforms set beside ours are accepted, together and each alone', () => {
  expect(() => readConfig({ ...REDIS, ...OF_PLATFORMS })).not.toThrow();
  for (const [name, value] of Object.entries(OF_PLATFORMS)) expect(saidOf(name, value)).toBe('');
});

it('[C8] what only looks like one of them is not: without REDIS_URL such a node would be alone', () => {
  expect(saidOf('REDIS_PORT', '6379', {})).toContain('REDIS_PORT is not a Concord variable');
  expect(saidOf('REDIS_TLS_URL', 'rediss://host', {})).toContain('did you mean REDIS_URL?');
  expect(saidOf('REDIS_NAME', 'mymaster')).toContain('REDIS_NAME is not a Concord variable');
});

it('[C8] a name in IGNORED_VARIABLES, or without a value, is accepted', () => {
  expect(saidOf('REDIS_PASSWORD')).toContain('add it to IGNORED_VARIABLES');
  const IGNORED_VARIABLES = 'AUTH_URL, REDIS_PASSWORD';
  expect(saidOf('REDIS_PASSWORD', 'x', { ...REDIS, IGNORED_VARIABLES })).toBe('');
  expect(saidOf('REDIS_PASSWORD', '')).toBe('');
  expect(() => readConfig({ IGNORED_VARIABLES: 'two words' })).toThrow(/has "two words", which is no name/);
});
