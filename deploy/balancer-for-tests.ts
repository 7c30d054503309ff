import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The part of a node that a balancer needs: it tells its name, and how a request reached it. */
export interface FakeNode {
  readonly port: number;
  isReady: boolean;
  /** Whether it is about to end: it then cuts off new WebSockets, and refuses new long-polling sessions. */
  isDraining: boolean;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly node: string;
  /** As the node received them. */
  readonly headers: IncomingHttpHeaders;
}

export async function startFakeNode(name: string): Promise<FakeNode> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://node');
    const isNewSession = pathname === '/socket.io/' && !searchParams.has('sid');
    const isRefused = pathname === '/readyz' ? !node.isReady : isNewSession && node.isDraining;
    const status = isRefused ? 503 : 200;
    incoming.resume();
    response.writeHead(status, { 'x-node': name, 'x-heard': JSON.stringify(incoming.headers) }).end();
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('upgrade', (incoming, socket) => {
    if (node.isDraining) {
      socket.destroy();
      return;
    }
    const accept = `Sec-WebSocket-Accept: ${acceptOf(incoming.headers['sec-websocket-key'] ?? '')}`;
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', accept];
    socket.write(`${head.join('\r\n')}\r\nx-node: ${name}\r\n\r\n`);
    socket.pipe(socket).on('error', () => socket.destroy());
  });
  const port = await listen(server);
  const node: FakeNode = { port, isReady: true, isDraining: false, stop: () => close(server, sockets) };
  return node;
}

/** The answer to a WebSocket key, see RFC 6455. */
const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

/** A request through the balancer on `port`, over a connection of its own. */
export function ask(port: number, path: string, headers = {}, method = 'GET'): Promise<Answer> {
  return answerTo(request({ port, path, headers, method, agent: false }));
}

/** Sends a request, and returns the answer. */
export async function answerTo(outgoing: ClientRequest): Promise<Answer> {
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  const heard = response.headers['x-heard'] as string | undefined;
  return {
    status: response.statusCode ?? 0,
    node: String(response.headers['x-node']),
    headers: JSON.parse(heard ?? '{}'),
  };
}

/** Opens a WebSocket through the balancer up to the 101; the node echoes what follows. */
export async function upgrade(
  port: number,
  path: string,
  send: (options: RequestOptions) => ClientRequest = request,
): Promise<{ node: string; socket: Socket }> {
  const key = randomBytes(16).toString('base64');
  const socketHeaders = { 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13' };
  const headers = { Connection: 'Upgrade', Upgrade: 'websocket', ...socketHeaders };
  const outgoing = send({ port, path, headers, agent: false });
  outgoing.once('response', (response) => outgoing.destroy(new Error(`refused with ${response.statusCode}`)));
  outgoing.end();
  const [response, socket] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Socket];
  return { node: String(response.headers['x-node']), socket };
}
