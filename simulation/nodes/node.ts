import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { replaceRequest } from '@/lib/server/admission/connection-origin';
import { createClientAddress } from '@/lib/server/config/client-address';
import type { Config } from '@/lib/server/config/config';
import type { ChatServerOptions } from '@/lib/server/create-context';
import { createNodeMemory, describeMemory, type NodeMemory } from '@/lib/server/feeds/memory-budget';
import type { EngineConnection } from '@/lib/server/gateway/gateway-sockets';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import type { Slice } from '@/lib/server/log/room-log';
import {
  createEntrance,
  type Entrance,
  type Namespaces,
  type ServedChat,
  serveChat,
} from '@/lib/server/serve-chat';
import { sessionSecrets } from '@/lib/server/stores/open-stores';
import type { Stores } from '@/lib/server/stores/stores';
import type { Connection } from '@/simulation/network/connection';
import { Namespace } from '@/simulation/network/namespace';
import { type ConnectionListener, NodeConnection } from '@/simulation/network/node-connection';
import type { Machine } from '@/simulation/world/machine';
import type { NodeStore } from './shared-store';

export interface NodeOptions {
  readonly machine: Machine;
  readonly config: Config;
  readonly logger: Logger;
  readonly openStore: (heard: (text: string) => void) => Promise<NodeStore>;
  readonly said: (event: string, payload: unknown) => void;
  readonly answered: (event: string, result: unknown) => void;
}

interface Signal {
  readonly from: string;
  readonly namespace: string;
  readonly event: string;
  readonly news: unknown;
}

/** What a page asks for first. */
export interface Opening {
  readonly cookie: string | undefined;
  readonly address: string;
  readonly connection: Connection;
  readonly listener: ConnectionListener;
}

interface Running {
  readonly stores: Stores;
  readonly secrets: SessionSecrets;
  readonly entrance: Entrance;
  readonly served: ServedChat;
  readonly memory: NodeMemory;
}

/** One run of a node, from its start to its end: the product's server, on namespaces of the simulation. */
export class Node {
  readonly machine: Machine;
  readonly namespaces = new Map<string, Namespace>();
  readonly connections = new Set<NodeConnection>();
  readonly #options: NodeOptions;
  #running: Running | null = null;
  #signal: (text: string) => void = () => {};
  /** Since when it has been running without standing still, in the time of the world. */
  runsSince = 0;
  #isDraining = false;
  /** Was it told to? It may stand still, and hear of it later. */
  isToEnd = false;
  #isEnding = false;
  #sessions = 0;

  constructor(options: NodeOptions) {
    this.#options = options;
    this.machine = options.machine;
  }

  /** Does it listen? */
  get isUp(): boolean {
    return this.#running !== null && !this.#isEnding;
  }

  async start(): Promise<void> {
    const { config, logger, openStore } = this.#options;
    const { stores, signal } = await openStore((text) => this.#hear(text));
    this.#signal = signal;
    const secrets = sessionSecrets(config, stores, logger);
    const clientAddress = createClientAddress(config.trustProxy, logger);
    const memory = createNodeMemory(config);
    // Nothing in it looks at the HTTP server, which only carries Socket.IO.
    const options = {
      config,
      stores,
      secrets,
      clientAddress,
      memory,
      logger,
    } as unknown as ChatServerOptions;
    const entrance = createEntrance(options);
    const served = serveChat(
      { of: (name: string) => this.#of(name) } as unknown as Namespaces,
      options,
      entrance,
    );
    this.#running = { stores, secrets, entrance, served, memory };
    this.runsSince = performance.now();
  }

  isReady = async (): Promise<boolean> => {
    if (this.#running === null || this.#isEnding) return false;
    const { secrets, stores } = this.#running;
    return secrets.isKnown() && (await stores.isReachable());
  };

  get isStoring(): boolean {
    return this.#running?.stores.watch.isStoring() === true;
  }

  /** What it still holds for people, if it holds anything. */
  get held(): string | null {
    if (this.#running === null) return null;
    const { memory } = this.#running;
    const sockets = [...this.namespaces.values()].flatMap(({ sockets: all, rooms }) => [
      ...all.keys(),
      ...rooms.keys(),
    ]);
    const isEmpty =
      memory.rooms.heldBytes + memory.queues.heldBytes + this.connections.size + sockets.length === 0;
    return isEmpty ? null : [describeMemory(memory), ...sockets].join(', ');
  }

  /** All that the store has of a room. */
  async readLog(room: string): Promise<Slice> {
    if (this.#running === null) throw new Error('The node does not run.');
    return this.#running.stores.log.before(room, Number.POSITIVE_INFINITY, 100_000);
  }

  /** A page asks for a session. @param opened told how it became one, with the cookie to keep; `null` where it did not */
  open(opening: Opening, opened: (session: NodeConnection | null, setCookie?: string) => void): void {
    if (this.#running === null || this.#isDraining) {
      opened(null);
      return;
    }
    const { admission, connectionLimit } = this.#running.entrance;
    const { cookie, address: remoteAddress } = opening;
    const request = { headers: { cookie }, socket: { remoteAddress } } as unknown as IncomingMessage;
    admission.allowRequest(request, (_error, isAllowed) => {
      if (!isAllowed) {
        opened(null);
        return;
      }
      const beginning = admission.originOf(request);
      const setCookie = beginning.identity?.setCookie;
      const session = this.#connect(opening, request);
      connectionLimit.enter(replaceRequest(session as unknown as EngineConnection, beginning));
      opened(session, setCookie);
    });
  }

  #connect({ connection, listener }: Opening, request: object): NodeConnection {
    const { pingIntervalMs, pingTimeoutMs } = this.#options.config;
    const session = new NodeConnection({
      connection,
      listener,
      request,
      pingIntervalMs,
      pingTimeoutMs,
      answered: this.#options.answered,
      closed: (closed) => this.connections.delete(closed),
    });
    this.connections.add(session);
    return session;
  }

  /** As on SIGTERM: sends its pages elsewhere, and ends. */
  async drain(): Promise<void> {
    if (this.#running === null) return;
    const { served, stores } = this.#running;
    this.#isDraining = true;
    this.#isEnding = true;
    if (stores.adapter !== undefined) await served.chat.drain(this.#options.config.drainMs);
    served.stop();
    for (const connection of [...this.connections]) connection.close();
    stores.close();
  }

  /** What another node signals, or this one. */
  #hear(text: string): void {
    const { from, namespace, event, news } = JSON.parse(text) as Signal;
    if (from !== this.machine.name) this.namespaces.get(namespace)?.hear(event, news);
  }

  #of(name: string): Namespace {
    const known = this.namespaces.get(name);
    if (known !== undefined) return known;
    const made = new Namespace({
      signal: (event, news) => {
        const signal: Signal = { from: this.machine.name, namespace: name, event, news };
        this.#signal(JSON.stringify(signal));
      },
      newId: () => {
        this.#sessions += 1;
        return `${this.machine.name}-${this.#sessions}`;
      },
      said: this.#options.said,
    });
    this.namespaces.set(name, made);
    return made;
  }
}
