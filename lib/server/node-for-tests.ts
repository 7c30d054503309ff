import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import type { Entry } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import {
  CHAT_NAMESPACE,
  type ClientToServer,
  type Joined,
  LOBBY,
  PROTOCOL_VERSION,
  type ServerToClient,
} from '@/lib/chat/protocol';
import { readConfig } from './config';
import { type ChatServerOptions, createChatServer } from './create-chat-server';
import { withHealth } from './health';
import { openStores, sessionSecret } from './stores/open-stores';

export interface NodeForTests {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Whatever a node logs at error level was not asked for, and fails the test. */
const logger = pino({ level: 'error' }, { write: (line: string) => console.error(line) });

/** A node without pages, on a free port; on the embedded store unless REDIS_URL is among the variables. */
export async function startNodeForTests(
  variables: Record<string, string> = {},
  timing: NonNullable<ChatServerOptions['timing']> = {},
): Promise<NodeForTests> {
  const dataDir = mkdtempSync(join(tmpdir(), 'concord-'));
  const config = readConfig({ HOST: '127.0.0.1', DATA_DIR: dataDir, ...variables });
  const stores = await openStores(config, logger);
  const health = { isReady: stores.isReachable };
  const httpServer = createServer(withHealth(health, (_, response) => response.writeHead(404).end()));
  const chat = createChatServer({
    config,
    stores,
    secret: sessionSecret(config, stores),
    httpServer,
    logger,
    timing,
  });
  await new Promise<void>((resolve) => httpServer.listen(0, config.host, resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      await chat.close();
      stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type ChatClient = Socket<ServerToClient, ClientToServer>;

export interface ClientOptions {
  readonly name?: string;
  readonly cookie?: string;
  readonly transports?: string[];
}

/** A client of `/chat` over a connection of its own, not joined to any room; reconnects by itself. */
export function connectClient(url: string, { name, cookie, transports }: ClientOptions = {}): ChatClient {
  return io(url + CHAT_NAMESPACE, {
    forceNew: true,
    transports: transports ?? ['websocket'],
    auth: { version: PROTOCOL_VERSION, name },
    reconnectionDelay: 50,
    ...(cookie === undefined ? {} : { extraHeaders: { cookie } }),
  });
}

/** A person in the lobby: says things, and remembers every entry that was shown. */
export async function enterLobby(url: string, name: string) {
  const socket = connectClient(url, { name });
  const entries: Entry[] = [];
  socket.on('room:entries', (frame) => void entries.push(...frame.entries));
  const joined: Result<Joined> = await socket.emitWithAck('room:join', { room: LOBBY });
  if (!joined.ok) throw new Error(joined.error.message);
  entries.unshift(...joined.data.catchUp.entries);
  let keys = 0;
  return {
    socket,
    entries,
    joined: joined.data,
    texts: () => entries.map((entry) => entry.text),
    say: (text: string, key = `${name}-key-${String(++keys).padStart(4, '0')}`) =>
      socket.emitWithAck('message:send', { room: LOBBY, key, text }),
  };
}

export type Person = Awaited<ReturnType<typeof enterLobby>>;
