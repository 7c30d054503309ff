import { availableParallelism, hostname } from 'node:os';
import { z } from 'zod';
import { ROOM_ID } from '@/lib/chat/room';
import { allowedHostSchema } from './allowed-hosts';
import { isTrustable } from './client-address';
import { readEnvFile } from './env-file';
import { isHost, numberOrWord, wholeNumber, wholeNumberOrOff } from './settings/config-values';
import { HISTORY_VARIABLES, type HistoryConfig, historyOf } from './settings/history-settings';
import { commaList, originSchema, policyOriginSchema } from './settings/origin-list';
import { QUOTA_VARIABLES, type Quotas, quotasOf } from './settings/quota';
import { RATE_VARIABLES, type Rates, ratesOf } from './settings/rate';
import { checkRedis, REDIS_VARIABLES } from './settings/redis-settings';
import { checkSecrets, SECRET_VARIABLES } from './settings/secret-settings';
import { checkSite, SITE_VARIABLES, type SiteConfig, siteOf } from './settings/site-settings';
import { StartError } from './start-error';
import { complainOfUnknown } from './unknown-variables';
import { complainOfValues } from './wrong-values';

/**
 * Load balancers close a connection that is silent for 60 s (Alibaba Cloud's CLB, for one); both values must stay well below
 * that.
 */
const PING_INTERVAL_MAX_MS = 25_000;
const SILENCE_MAX_MS = 55_000;

/** More than this would be a typing error. */
const NODES_MAX = 64;

/** A node must end within 10 s. */
const DRAIN_MAX_MS = 5_000;

const proxySchema = z.string().refine(isTrustable, {
  error: ({ input }) => `has "${input}": it takes addresses, blocks as 10.0.0.0/8, and loopback`,
});

const nodesSchema = numberOrWord(
  1,
  NODES_MAX,
  z.literal('auto').transform(availableParallelism),
  ', or auto for one a core',
);

const roomNameSchema = z.string().refine((name) => ROOM_ID.test(name), {
  error: ({ input }) => `has "${input}": a room is named by up to 64 small letters, digits and dashes`,
});

const NAME = /^[A-Za-z_][\w.-]*$/;

const variableNameSchema = z.string().regex(NAME, {
  error: ({ input }) => `has "${input}", which is no name of a variable`,
});

const schema = z
  .object({
    NODE_ENV: z
      .enum(['development', 'production', 'test'], 'is development, production or test')
      .default('production'),
    PORT: wholeNumber(0, 65_535).default(5000),
    HOST: z.string().refine(isHost, 'takes an address or a host name, without a port').default('0.0.0.0'),
    NODE_ID: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'takes up to 64 letters, digits, dots, dashes and underscores')
      .optional(),
    NODES: nodesSchema.default(1),
    NODE_PLACE: wholeNumber(1, NODES_MAX).optional(),
    NODES_FOLDER: z.string().optional(),
    DATA_DIR: z.string().regex(/^[^~]/, 'takes a folder, and there is no shell to expand ~').default('.data'),
    ...REDIS_VARIABLES,
    ...SECRET_VARIABLES,
    ALLOWED_ORIGINS: commaList.pipe(z.array(originSchema)),
    ALLOWED_HOSTS: commaList.pipe(z.array(allowedHostSchema)),
    TRUST_PROXY: commaList.pipe(z.array(proxySchema)),
    MAX_CONNECTIONS_PER_IP: wholeNumberOrOff(1, 1_000_000).default(500),
    RATE_ADDRESS_FACTOR: wholeNumberOrOff(1, 10_000).default(20),
    ...RATE_VARIABLES,
    ...QUOTA_VARIABLES,
    EMBED_ORIGINS: commaList.pipe(z.array(policyOriginSchema)),
    ...SITE_VARIABLES,
    ROOMS: commaList.pipe(z.array(roomNameSchema)),
    ...HISTORY_VARIABLES,
    LOG_LEVEL: z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
        'is trace, debug, info, warn, error or silent',
      )
      .default('info'),
    DRAIN_MS: wholeNumber(0, DRAIN_MAX_MS).default(4_000),
    PING_INTERVAL_MS: wholeNumber(100, PING_INTERVAL_MAX_MS).default(15_000),
    PING_TIMEOUT_MS: wholeNumber(100, SILENCE_MAX_MS).default(15_000),
    IGNORED_VARIABLES: commaList.pipe(z.array(variableNameSchema)),
  })
  .superRefine(checkSecrets)
  .superRefine(checkSite)
  .superRefine(checkRedis)
  .refine((env) => env.NODES <= 1 || env.NODE_ENV === 'development' || env.REDIS_URL !== undefined, {
    path: ['NODES'],
    error: 'asks for several nodes, which need a Redis between them: set REDIS_URL, or leave NODES out',
  })
  .refine((env) => env.PING_INTERVAL_MS + env.PING_TIMEOUT_MS <= SILENCE_MAX_MS, {
    path: ['PING_TIMEOUT_MS'],
    error: `and PING_INTERVAL_MS are together at most ${SILENCE_MAX_MS}: load balancers close a connection after 60 s of silence`,
  });

type Env = z.output<typeof schema>;

const KNOWN = Object.keys(schema.shape);

/** Variables that a parent node or `npm start` sets, not a person. */
const NOT_BY_PEOPLE = new Set(['NODE_ENV', 'NODE_PLACE', 'NODES_FOLDER']);

/** The variables that people set: .env.example explains each. */
export const SETTINGS: readonly string[] = KNOWN.filter((name) => !NOT_BY_PEOPLE.has(name));

/** The place of one of several nodes on a machine. */
export interface Seat {
  /** Counted from 1. */
  readonly place: number;
  /** The folder of the sockets on which they listen for each other. */
  readonly folder: string;
}

export interface Config extends HistoryConfig, SiteConfig {
  readonly isDevelopment: boolean;
  readonly port: number;
  readonly host: string;
  /** Names this node in logs and on the page; not necessarily unique across restarts. */
  readonly nodeId: string;
  /** How many nodes this machine runs on its one port. */
  readonly nodes: number;
  /** Which of them this process is; `undefined` for their parent, and for a node on its own. */
  readonly seat: Seat | undefined;
  readonly dataDir: string;
  readonly redisUrl: string | undefined;
  /** Certificates (PEM) of authorities for Redis; without it, those that Node knows. */
  readonly redisTlsCa: string | undefined;
  /** How many replicas must have an entry before it is acknowledged. */
  readonly redisWaitReplicas: number;
  readonly sessionSecret: string | undefined;
  /** Valid as well, but signs nothing. */
  readonly sessionSecretOld: string | undefined;
  /** Anybody who knows it is an administrator. */
  readonly adminToken: string | undefined;
  readonly allowedOrigins: readonly string[];
  /** The host names that this node answers to; empty for all. */
  readonly allowedHosts: readonly string[];
  /** Load balancers whose word about a connection's origin counts. */
  readonly trustProxy: readonly string[];
  /** How many connections one address may have at this node; `null` for any number. */
  readonly maxConnectionsPerIp: number | null;
  readonly rates: Rates;
  /** How many members' rates one address has; `null` for no limit. */
  readonly rateAddressFactor: number | null;
  /** How much members and addresses may store. */
  readonly quotas: Quotas;
  /** Origins whose pages may show ours in a frame. */
  readonly embedOrigins: readonly string[];
  /** The rooms that exist from the start, beside the lobby. */
  readonly rooms: readonly string[];
  readonly logLevel: Env['LOG_LEVEL'];
  /** Over which time a node that ends sends its clients to others. */
  readonly drainMs: number;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from environment variables; an empty one counts as absent. `complaints` are about the syntax of the
 * file that they came from.
 * @throws StartError with one line for each error
 */
export function readConfig(variables: Variables, complaints: readonly string[] = []): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const ignored = (present.IGNORED_VARIABLES ?? '').split(',').map((name) => name.trim());
  const parsed = schema.safeParse(present);
  const lines = [
    ...complaints,
    ...complainOfUnknown(present, SETTINGS, ignored),
    ...complainOfValues(present, KNOWN, parsed.error?.issues ?? []),
  ];
  if (!parsed.success || lines.length > 0) throw new StartError([HEADING, ...lines].join('\n  '));
  const env = parsed.data;
  return {
    isDevelopment: env.NODE_ENV === 'development',
    port: env.PORT,
    host: env.HOST,
    nodeId: env.NODE_ID ?? `${hostname()}-${env.PORT}`,
    nodes: env.NODE_ENV === 'development' ? 1 : env.NODES,
    seat: seatOf(env),
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL,
    redisWaitReplicas: env.REDIS_WAIT_REPLICAS,
    redisTlsCa: env.REDIS_TLS_CA,
    sessionSecret: env.SESSION_SECRET,
    sessionSecretOld: env.SESSION_SECRET_OLD,
    adminToken: env.ADMIN_TOKEN,
    allowedOrigins: env.ALLOWED_ORIGINS,
    allowedHosts: env.ALLOWED_HOSTS,
    trustProxy: env.TRUST_PROXY,
    maxConnectionsPerIp: env.MAX_CONNECTIONS_PER_IP,
    rates: ratesOf(env),
    rateAddressFactor: env.RATE_ADDRESS_FACTOR,
    quotas: quotasOf(env),
    embedOrigins: env.EMBED_ORIGINS,
    ...siteOf(env),
    rooms: env.ROOMS,
    ...historyOf(env),
    logLevel: env.LOG_LEVEL,
    drainMs: env.DRAIN_MS,
    pingIntervalMs: env.PING_INTERVAL_MS,
    pingTimeoutMs: env.PING_TIMEOUT_MS,
  };
}

/** The parent sets these two, and nobody else. */
const seatOf = ({ NODE_PLACE: place, NODES_FOLDER: folder }: Env): Seat | undefined =>
  place === undefined || folder === undefined ? undefined : { place, folder };

/** Returns the environment of this process, completed by `.env` if there is one, and the errors in that file. */
export function readEnvironment(): { readonly variables: Variables; readonly complaints: readonly string[] } {
  const file = readEnvFile('.env', SETTINGS);
  for (const [name, value] of Object.entries(file.variables)) process.env[name] ??= value;
  return { variables: process.env, complaints: file.complaints };
}

const HEADING = 'The configuration is wrong. Fix these variables (.env.example explains each):';
