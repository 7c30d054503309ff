import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HAPROXY, NGINX, requireTool, type Tool } from '../tools';
import { isPortFree } from './free-port';
import { type Running, startProcess } from './start-process';
import { removeFolder, temporaryFolder } from './temporary-folder';
import { untilReady } from './until-ready';

export interface BalancerOptions {
  readonly port: number;
  readonly nodePorts: readonly number[];
  readonly onLine?: (line: string) => void;
}

export interface RunningBalancer extends Running {
  readonly port: number;
  readonly url: string;
  /** Gives it other nodes while it runs, as an operator would: by a changed file and a signal. */
  reload(nodePorts: readonly number[]): Promise<void>;
}

const DEPLOY = join(import.meta.dirname, '../../deploy');

interface Kind {
  readonly name: string;
  readonly tool: Tool;
  readonly source: string;
  readonly reloadSignal: NodeJS.Signals;
  args(folder: string, file: string): string[];
}

const KINDS = {
  nginx: {
    name: 'nginx',
    tool: NGINX,
    source: 'nginx.conf',
    reloadSignal: 'SIGHUP',
    args: (folder, file) => ['-e', 'stderr', '-p', folder, '-c', file, '-g', 'daemon off;'],
  },
  haproxy: {
    name: 'haproxy',
    tool: HAPROXY,
    source: 'haproxy.cfg',
    reloadSignal: 'SIGUSR2',
    args: (_folder, file) => ['-W', '-db', '-f', file],
  },
} as const satisfies Record<string, Kind>;

/** nginx with deploy/nginx.conf, on other ports, in a folder that is removed with it. */
export const startNginx = (options: BalancerOptions): Promise<RunningBalancer> => start(KINDS.nginx, options);

/** HAProxy with deploy/haproxy.cfg, on other ports. */
export const startHaproxy = (options: BalancerOptions): Promise<RunningBalancer> =>
  start(KINDS.haproxy, options);

async function start(kind: Kind, options: BalancerOptions): Promise<RunningBalancer> {
  const { port, nodePorts, onLine } = options;
  const command = requireTool(kind.tool);
  const folder = temporaryFolder(kind.name);
  // Started by root, nginx runs its workers as another user, who must be able to read the files here.
  await chmod(folder, 0o755);
  const file = join(folder, kind.source);
  await configure(kind, file, port, nodePorts);
  const running = await startProcess({ name: kind.name, command, args: kind.args(folder, file), onLine });
  running.ended.then(() => removeFolder(folder));
  await untilReady(running, async () => !(await isPortFree(port)));
  const reload = async (others: BalancerOptions['nodePorts']) => {
    await configure(kind, file, port, others);
    running.process.kill(kind.reloadSignal);
  };
  return { ...running, port, url: `http://localhost:${port}`, reload };
}

/** In deploy/ the balancer listens on 5000 and its nodes on 5001 and 5002, each named in a line of its own. */
async function configure(kind: Kind, file: string, port: number, nodePorts: BalancerOptions['nodePorts']) {
  const config = await readFile(join(DEPLOY, kind.source), 'utf8');
  const rendered = config
    .replace(/\b(listen |bind :)5000\b/g, `$1${port}`)
    .replace(/^.*\b127\.0\.0\.1:5002\b.*\n/gm, '')
    .replace(/^(.*)\b127\.0\.0\.1:5001\b(.*\n)/gm, (_line, before: string, after: string) =>
      nodePorts.map((nodePort, place) => lineOfNode(before, nodePort, place, after)).join(''),
    );
  await writeFile(file, rendered);
}

const lineOfNode = (before: string, port: number, place: number, after: string): string =>
  `${before.replace('node-1', `node-${place + 1}`)}127.0.0.1:${port}${after}`;
