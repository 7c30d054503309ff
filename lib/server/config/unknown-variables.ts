import { editDistance } from './edit-distance';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * These words begin variables of all kinds of programs, so a name that begins with one is reported only if it is very close to
 * ours.
 */
const COMMON_WORDS = new Set(['NODE', 'LOG']);

/** From Node, npm, Mesos, desktop sessions and downward APIs, though one or two letters from one of ours. */
const OF_PLATFORMS = /^(NODE|NODE_IP|NODE_UID|PORTS|PORT\d+|SESSION_MANAGER|npm_.*)$/;

/** Hosters of Redis (Heroku, Railway) set these beside REDIS_URL; without it, they would leave a node without its Redis. */
const BESIDE_REDIS_URL = new Set(['REDIS_TLS_URL', 'REDIS_PUBLIC_URL', 'REDIS_PRIVATE_URL']);

/** What Kubernetes sets in every container for each service, and Docker for each link, which is often called `redis`. */
const OF_SERVICES =
  /_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO|START|END))?$|_ENV_\w+$/;
const SERVICE_ADDRESS = /^(tcp|udp|sctp):\/\//;

/** In a short name, two other letters make another word: HOME is not meant to be HOST. */
const SHORT_NAME = 7;

/**
 * Finds variables that nobody reads and that are probably meant to be one of `known`: they are a letter or two away from it, or
 * begin with the same word. Empty ones and those in `ignored` are skipped. Returns a complaint about each.
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
    return `${name} is not a Concord variable: did you mean ${meant}? (If another program reads it, add it to IGNORED_VARIABLES.)`;
  });
}

/** Returns the one of `known` that is a letter or two, or only upper or lower case, away from `name`. */
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

/** Ignores case and whatever separates words: `redis-url` and REDISURL are REDIS_URL. */
const distance = (name: string, other: string): number =>
  Math.min(editDistance(name.toUpperCase(), other), editDistance(squeezed(name), squeezed(other)));

const squeezed = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');
