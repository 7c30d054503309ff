import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ChatClient, connectClient, Person } from '@/lib/server/testing/node-for-tests';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { freePort } from '@/scripts/cluster/free-port';
import { type RunningNode, startNode } from '@/scripts/cluster/start-node';

/** Two nodes of the built product on one port; the process is their parent. */
export interface Pair extends RunningNode {
  /** The processes that were a node (`pair-1`, `pair-2`), in order: the last one is its present process. */
  pidsOf(id: string): readonly number[];
  /** How many of them the parent knows to have ended. */
  endingsOf(id: string): number;
}

interface PairOptions {
  readonly redisUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function startPair({ redisUrl, env }: PairOptions): Promise<Pair> {
  const started: { readonly id: string; readonly pid: number }[] = [];
  const endings: string[] = [];
  const parent = await startNode({
    id: 'pair',
    port: await freePort(),
    store: { redisUrl },
    env: { ...UNLIMITED, NODES: '2', DRAIN_MS: '500', TRUST_PROXY: 'loopback', ...env },
    onLine: (line) => {
      const { started: id, pid, ended } = line.startsWith('{') ? JSON.parse(line) : {};
      if (id !== undefined) started.push({ id, pid });
      if (ended !== undefined) endings.push(ended);
    },
  });
  return {
    ...parent,
    pidsOf: (id) => started.filter((node) => node.id === id).map(({ pid }) => pid),
    endingsOf: (id) => endings.filter((ended) => ended === id).length,
  };
}

/** Resolves to the node of a client's next session. */
export const nodeOf = (client: ChatClient): Promise<string> =>
  new Promise((resolve) => client.once('session:opened', ({ node }) => resolve(node)));

/** Returns the nodes that new sessions reach, by enough of them to reach either of two. */
export async function nodesReached(url: string): Promise<string[]> {
  const clients = Array.from({ length: 4 }, () => connectClient(url));
  const nodes = await Promise.all(clients.map(nodeOf));
  for (const client of clients) client.close();
  return [...new Set(nodes)].sort();
}

export type Placed = Person & { readonly node: string };

/** Somebody in the lobby, at either node. */
export async function comeIn(url: string, name: string, transports?: string[]): Promise<Placed> {
  const person = new Person(
    connectClient(url, { name, ...(transports === undefined ? {} : { transports }) }),
    name,
  );
  const node = await nodeOf(person.socket);
  await person.join();
  return Object.assign(person, { node });
}

/** One connection that is kept alive, as by a proxy, for long polling of any sessions. */
export class PollingConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  readonly #localPorts = new Set<number | undefined>();

  constructor(port: number) {
    this.#port = port;
  }

  /** How many connections it really was. */
  readonly opened = () => this.#localPorts.size;

  async open(): Promise<string> {
    return JSON.parse((await this.#ask('GET', '')).text.slice(1)).sid;
  }

  readonly send = (session: string, packets: string) => this.#ask('POST', `&sid=${session}`, packets);
  readonly receive = (session: string) => this.#ask('GET', `&sid=${session}`);
  readonly close = () => this.#agent.destroy();

  async #ask(method: string, query: string, body?: string) {
    const path = `/socket.io/?EIO=4&transport=polling${query}`;
    const outgoing = request({ host: '127.0.0.1', port: this.#port, method, path, agent: this.#agent });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    this.#localPorts.add(response.socket.localPort);
    return { status: response.statusCode, text: await text(response) };
  }
}

export function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
