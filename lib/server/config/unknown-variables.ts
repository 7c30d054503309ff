import { editDistance } from './edit-distance';

type Variables = Readonly<Record<string, string | undefined>>;

/** These begin variables of all kinds of programs: of such a name only one that is nearly ours is asked about. */
const COMMON_WORDS = new Set(['NODE', 'LOG']);

/** Of Node, npm, Mesos, a desktop session and downward APIs, and one or two letters from one of ours. */
const OF_PLATFORMS = /^(NODE|NODE_IP|NODE_UID|PORTS|PORT\d+|SESSION_MANAGER|npm_.*)$/;

/** Hosts of Redis (Heroku, Railway) set these beside REDIS_URL; alone, they would leave a node without its Redis. */
const BESIDE_REDIS_URL = new Set(['REDIS_TLS_URL', 'REDIS_PUBLIC_URL', 'REDIS_PRIVATE_URL']);

/** What Kubernetes tells every container of each service, and Docker of each link: `redis` is what they are often called. */
const OF_SERVICES =
  /_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO|START|END))?$|_ENV_\w+$/;
const SERVICE_ADDRESS = /^(tcp|udp|sctp):\/\//;

/** In a short name two other letters make another word: HOME is not meant to be HOST. */
const SHORT_NAME = 7;

/**
 * Variables that nobody reads and that are likely meant to be one of `known`: they are a letter or two away from it, or begin
 * with the same word. What is empty or in `ignored` is not asked about. Answers a complaint about each.
 */
export function complainOfUnknown(
  variables: Variables,
  known: readonly string[],
  ignored: readonly string[],
): string[] {
  return Object.entries(variables).flatMap(([name, value = '']) => {
    if (value === '' || known.includes(name) || ignored.includes(name)) return [];
    if (isOfPlatform(name, value, variables)) return [];
    const meant = nearlyNamed(name, known) ?? alikeBegun(name, known);
    if (meant === undefined) return [];
    return `${name} is no variable of Concord: did you mean ${meant}? (Where another program reads it, add it to IGNORED_VARIABLES.)`;
  });
}

/** The one of `known` that is a letter or two, or upper and lower case, away from `name`. */
export function nearlyNamed(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  if (near === undefined) return undefined;
  return distance(name, near) <= (near.length <= SHORT_NAME ? 1 : 2) ? near : undefined;
}

function alikeBegun(name: string, known: readonly string[]): string | undefined {
  const [word] = name.split('_');
  if (word === undefined || COMMON_WORDS.has(word)) return undefined;
  return nearest(
    name,
    known.filter((other) => other.startsWith(`${word}_`) && name.startsWith(`${word}_`)),
  );
}

function isOfPlatform(name: string, value: string, { REDIS_URL = '' }: Variables): boolean {
  if (OF_PLATFORMS.test(name) || OF_SERVICES.test(name)) return true;
  if (name.endsWith('_PORT') && SERVICE_ADDRESS.test(value)) return true;
  if (name.endsWith('_NAME') && value.startsWith('/')) return true;
  return BESIDE_REDIS_URL.has(name) && REDIS_URL !== '';
}

function nearest(name: string, known: readonly string[]): string | undefined {
  let [found, least] = [undefined as string | undefined, Number.POSITIVE_INFINITY];
  for (const other of known) {
    const away = distance(name, other);
    if (away < least) [found, least] = [other, away];
  }
  return found;
}

/** Case and what stands between words count for nothing: `redis-url` and REDISURL are REDIS_URL. */
const distance = (name: string, other: string): number =>
  Math.min(editDistance(name.toUpperCase(), other), editDistance(squeezed(name), squeezed(other)));

const squeezed = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');
