import { REDIS, requireTool } from '../tools';
import { askRedis } from './ask-redis';
import { freePort } from './free-port';
import { type Running, startProcess } from './start-process';
import { removeFolder, temporaryFolder } from './temporary-folder';
import { untilReady } from './until-ready';

export interface RedisOptions {
  /** A free one by default. */
  readonly port?: number | undefined;
  /** Where it keeps its files; by default a temporary folder that is removed with the process. */
  readonly dir?: string;
  /** Whether to write everything to disk before answering; by default nothing is kept. */
  readonly appendonly?: boolean;
  /** Further arguments of `redis-server`. */
  readonly args?: readonly string[];
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface RunningRedis extends Running {
  readonly port: number;
  readonly url: string;
}

/** A real Redis on this machine only, ready for commands. */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const command = requireTool(REDIS);
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? temporaryFolder('redis');
  const args = argumentsOf(port, dir, options);
  const running = await startProcess({ name: 'redis', command, args, onLine: options.onLine });
  if (options.dir === undefined) running.ended.then(() => removeFolder(dir));
  await untilReady(running, () => answersPing(port));
  return { ...running, port, url: `redis://127.0.0.1:${port}` };
}

function argumentsOf(port: number, dir: string, { appendonly = false, args = [] }: RedisOptions): string[] {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir];
  const durability = ['--save', '', '--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always'];
  return [...place, ...durability, ...args];
}

const answersPing = async (port: number) => (await askRedis(port, 'PING')).startsWith('+PONG');
