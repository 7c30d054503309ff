import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { type Entry, isMessage } from '@/lib/chat/entry';
import type { Joined } from '@/lib/chat/events/session';
import {
  CHAT_NAMESPACE,
  type ClientToServer,
  LOBBY,
  PROTOCOL_VERSION,
  type ServerToClient,
} from '@/lib/chat/protocol';
import { emptyTimeline, isBeyond, positionOf, reduceTimeline } from '@/lib/chat/timeline/timeline';
import { createClientAddress } from '@/lib/server/config/client-address';
import { readConfig } from '@/lib/server/config/config';
import { createChatServer } from '@/lib/server/create-chat-server';
import type { ChatServerOptions } from '@/lib/server/create-context';
import { createNodeMemory, describeMemory } from '@/lib/server/feeds/memory-budget';
import { withAvatars } from '@/lib/server/http/avatar-responses';
import { withHealth } from '@/lib/server/http/health';
import { createHttpServer, type HttpTiming } from '@/lib/server/http/http-server';
import { openStores, sessionSecrets } from '@/lib/server/stores/open-stores';
import type { Stores } from '@/lib/server/stores/stores';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { UNLIMITED } from './unlimited-for-tests';

export interface NodeForTests {
  readonly url: string;
  readonly port: number;
  /** Returns how many TCP connections it has. */
  connections(): number;
  drain(): Promise<void>;
  close(): Promise<void>;
}

export type NodeTiming = NonNullable<ChatServerOptions['timing']> &
  HttpTiming & { readonly leaseMs?: number };

/** Anything that a node logs at error level is unexpected, and fails the test. */
const logger = pino({ level: 'error' }, { write: (line: string) => console.error(line) });

/** Starts a node without pages: on a free port unless PORT is set, on the embedded store unless REDIS_URL is. */
export async function startNodeForTests(
  variables: Record<string, string> = {},
  timing: NodeTiming = {},
  fill: (stores: Stores) => Promise<void> = async () => {},
): Promise<NodeForTests> {
  const dataDir = temporaryFolder('node');
  const config = readConfig({ HOST: '127.0.0.1', DATA_DIR: dataDir, ...UNLIMITED, ...variables });
  const stores = await openStores(config, logger, timing);
  await fill(stores);
  const secrets = sessionSecrets(config, stores, logger);
  const memory = createNodeMemory(config);
  const health = {
    isReady: async () => secrets.isKnown() && (await stores.isReachable()),
    memory: () => describeMemory(memory),
  };
  const clientAddress = createClientAddress(config.trustProxy, logger);
  const pages = withAvatars({ config, stores, clientAddress }, (_, response) =>
    response.writeHead(404).end(),
  );
  const httpServer = createHttpServer(withHealth(health, pages), timing);
  const chat = createChatServer({
    config,
    stores,
    secrets,
    clientAddress,
    httpServer,
    memory,
    logger,
    timing,
  });
  const sockets = new Set<TcpSocket>();
  httpServer.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => httpServer.listen(Number(variables.PORT ?? 0), config.host, resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: () => sockets.size,
    drain: chat.drain,
    close: async () => {
      await chat.close();
      stores.close();
      removeFolder(dataDir);
    },
  };
}

/** How a person sees a deleted message. */
export const DELETED = '(deleted)';

export type ChatClient = Socket<ServerToClient, ClientToServer>;

export interface ClientOptions {
  readonly name?: string;
  readonly cookie?: string;
  readonly token?: string;
  readonly transports?: string[];
  readonly adminToken?: string;
  /** Where a load balancer says that it comes from. */
  readonly address?: string;
}

/** A client of `/chat` over a connection of its own, in no room; reconnects by itself. */
export function connectClient(url: string, options: ClientOptions = {}): ChatClient {
  const { name, cookie, token, transports, adminToken, address } = options;
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(address === undefined ? {} : { 'x-forwarded-for': address }),
  };
  return io(url + CHAT_NAMESPACE, {
    forceNew: true,
    transports: transports ?? ['websocket'],
    auth: { version: PROTOCOL_VERSION, name, token, adminToken },
    reconnectionDelay: 50,
    extraHeaders: headers,
  });
}

/** A person in the lobby, who follows the rules of the protocol: shows what the timeline says, and catches up. */
export class Person {
  readonly socket: ChatClient;
  readonly #name: string;
  #timeline = emptyTimeline;
  #joining: Promise<Joined> | undefined;
  #keys = 0;

  constructor(socket: ChatClient, name: string) {
    this.socket = socket;
    this.#name = name;
    socket.on('room:entries', (frame) => {
      if (isBeyond(this.#timeline, frame)) void this.join().catch(() => {});
      else this.#timeline = reduceTimeline(this.#timeline, { type: 'received', frame });
    });
    socket.on('session:opened', () => void this.join().catch(() => {}));
  }

  get entries(): readonly Entry[] {
    return this.#timeline.entries;
  }

  readonly texts = () =>
    this.entries.filter(isMessage).map((message) => (message.isDeleted ? DELETED : message.text));

  join(): Promise<Joined> {
    this.#joining ??= this.#join();
    return this.#joining;
  }

  /** Scrolls up to the beginning of the room, a page at a time. */
  async readAll(): Promise<void> {
    while (this.#timeline.hasOlder) {
      const older = await this.socket.emitWithAck('room:history', {
        room: LOBBY,
        before: this.#timeline.from,
      });
      if (!older.ok) throw new Error(older.error.message);
      this.#timeline = reduceTimeline(this.#timeline, { type: 'olderRead', page: older.data });
    }
  }

  say(text: string, key = `${this.#name}-key-${String(++this.#keys).padStart(4, '0')}`) {
    return this.socket.emitWithAck('message:send', { room: LOBBY, key, text });
  }

  /** Takes the answer in the very turn in which it arrives: what follows it may arrive in the same turn. */
  #join(): Promise<Joined> {
    return new Promise((resolve, reject) => {
      const position = positionOf(this.#timeline);
      this.socket.emit('room:join', { room: LOBBY, position }, (joined) => {
        this.#joining = undefined;
        if (!joined.ok) return reject(new Error(joined.error.message));
        this.#timeline = reduceTimeline(this.#timeline, { type: 'caughtUp', catchUp: joined.data.catchUp });
        resolve(joined.data);
      });
    });
  }
}

/** Somebody who has just seen the lobby, and what they saw. */
export async function enterLobby(url: string, name: string): Promise<Person & { readonly joined: Joined }> {
  const person = new Person(connectClient(url, { name }), name);
  await new Promise<void>((resolve) => person.socket.once('session:opened', () => resolve()));
  return Object.assign(person, { joined: await person.join() });
}
