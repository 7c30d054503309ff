import { StartError } from '@/lib/server/config/start-error';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

/** What REDIS_URL says. The URL of a single server is left to ioredis, which parses it by itself. */
export type RedisPlace = { readonly isTls: boolean } & (
  | { readonly kind: 'server'; readonly url: string }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly RedisAddress[];
      /** The name that the Sentinels have for the master. */
      readonly name: string;
      /** For the Redis servers. */
      readonly credentials: Credentials;
      readonly sentinelCredentials: Credentials;
    }
  | {
      readonly kind: 'cluster';
      /** Some of its servers, which know the others. */
      readonly servers: readonly RedisAddress[];
      readonly credentials: Credentials;
    }
);

/** The forms of REDIS_URL: a message begins with the variable and ends with this. */
export const REDIS_URL_FORMS =
  'is written redis://HOST:PORT or redis+sentinel://HOST:PORT,HOST:PORT,HOST:PORT/MASTER or redis+cluster://HOST:PORT,HOST:PORT, with rediss in place of redis for TLS';

const SENTINEL_PORT = 26379;
const SERVER_PORT = 6379;
const SEVERAL =
  /^redis(?<s>s?)\+(?<kind>sentinel|cluster):\/\/(?:(?<user>[^@/]*)@)?(?<hosts>[^/?@]+)(?:\/(?<path>[^?]*))?(?<query>\?.*)?$/;

/** @throws StartError */
export function placeOf(url: string): RedisPlace {
  const place = parseRedisUrl(url);
  if (place === undefined) throw new StartError(`REDIS_URL ${REDIS_URL_FORMS}.`);
  return place;
}

/** Returns `undefined` if `url` has none of {@link REDIS_URL_FORMS}. */
export function parseRedisUrl(url: string): RedisPlace | undefined {
  try {
    return /^rediss?:/.test(url) ? oneServer(url) : several(url);
  } catch {
    return undefined; // URL or decodeURIComponent did not accept it.
  }
}

function oneServer(url: string): RedisPlace | undefined {
  const { hostname, protocol, pathname, hash } = new URL(url);
  // ioredis would ignore what follows a #, and a path that is not the number of a database.
  if (!isServerName(hostname) || !/^(\/\d*)?\/?$/.test(pathname) || hash !== '') return undefined;
  return { kind: 'server', url, isTls: protocol === 'rediss:' };
}

/** `$` and braces belong to a variable that nobody has filled in. */
const isServerName = (name: string): boolean => /^([\w.-]+|\[[\da-f:.]+\])$/i.test(name);

function several(url: string): RedisPlace | undefined {
  const { s, kind, user = '', hosts = '', path = '', query } = SEVERAL.exec(url)?.groups ?? {};
  const addresses = (port: number) => hosts.split(',').map((host) => addressOf(host, port));
  const common = { isTls: s === 's', credentials: credentialsOf(user) };
  if (kind === 'cluster') {
    return path === '' ? { ...common, kind, servers: addresses(SERVER_PORT) } : undefined;
  }
  if (kind !== 'sentinel' || !/^[\w.-]+$/.test(path)) return undefined;
  const asked = new URLSearchParams(query);
  return {
    ...common,
    kind,
    sentinels: addresses(SENTINEL_PORT),
    name: path,
    sentinelCredentials: credentials(asked.get('sentinelUser') ?? '', asked.get('sentinelPassword') ?? ''),
  };
}

function addressOf(written: string, defaultPort: number): RedisAddress {
  const { hostname, port } = new URL(`redis://${written}`);
  if (!isServerName(hostname)) throw new Error('no host');
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || defaultPort) };
}

function credentialsOf(written: string): Credentials {
  const { username, password } = new URL(`redis://${written}@host`);
  return credentials(decodeURIComponent(username), decodeURIComponent(password));
}

const credentials = (username: string, password: string): Credentials => ({
  ...(username === '' ? {} : { username }),
  ...(password === '' ? {} : { password }),
});
