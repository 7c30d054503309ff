import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, startProcess } from './start-process';
import { answersWell, untilReady } from './until-ready';

/** Where a store is: a Redis that nodes share, or the folder of a single node. */
export type NodeStore = { readonly redisUrl: string } | { readonly dataDir: string };

export interface NodeOptions {
  readonly id: string;
  readonly port: number;
  readonly store: NodeStore;
  /** Further settings, see .env.example. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface RunningNode extends Running {
  readonly id: string;
  readonly port: number;
  readonly url: string;
}

const ROOT = join(import.meta.dirname, '../..');

/**
 * The arguments with which Node runs the built product, as in `npm start`. By default V8 would keep 32 MB for young objects,
 * which a node with thousands of quiet connections never gives back.
 */
export const NODE_ARGS: readonly string[] = startArgs();

/** One node of the built product on this machine, ready to serve. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { id, port, onLine } = options;
  const url = `http://127.0.0.1:${port}`;
  const running = await startProcess({
    name: id,
    command: process.execPath,
    args: ['--enable-source-maps', ...NODE_ARGS],
    cwd: ROOT,
    env: environmentOf(options),
    onLine,
  });
  await untilReady(running, () => answersWell(`${url}/readyz`));
  return { ...running, id, port, url };
}

function environmentOf({ id, port, store, env }: NodeOptions): NodeJS.ProcessEnv {
  // Empty counts as absent, and keeps a developer's .env from filling it in.
  const place =
    'redisUrl' in store ? { REDIS_URL: store.redisUrl } : { REDIS_URL: '', DATA_DIR: store.dataDir };
  const own = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), NODE_ID: id } as const;
  return { ...process.env, ...own, ...place, ...env };
}

function startArgs(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [, args] = String(scripts.start).split('exec node ');
  if (args === undefined) throw new Error('"start" in package.json no longer ends in "exec node …".');
  return args.split(' ');
}
