import { type Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'socket.io';
import type { Admission } from '@/lib/server/admission/admission';
import type { CountedConnection } from '@/lib/server/admission/connection-limit';
import { type BeginningConnection, forgetResponse } from '@/lib/server/admission/connection-origin';
import { isAllowedOrigin } from '@/lib/server/admission/request-origin';
import { isAllowedHost, MISDIRECTED } from '@/lib/server/config/allowed-hosts';
import type { Config } from '@/lib/server/config/config';
import { endUnread } from '@/lib/server/http/http-server';
import type { Siblings } from '@/lib/server/process/siblings';
import type { Stores } from '@/lib/server/stores/stores';
import type { FillingConnection } from './backlog-watch';
import type { FloodableConnection } from './flood-watch';
import { gatewayParser } from './gateway-parser';
import { type WatchWebSocket, watchedWebSockets } from './watched-web-sockets';

/** The longest message fits with room to spare; anything longer closes the connection. */
const PACKET_MAX_BYTES = 64 * 1024;
/** Over a slow link, a client's first packet takes a round trip after the node's, and upgrading to a WebSocket takes two. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
const UPGRADE_TIMEOUT_MS = 45_000;

interface SocketsOptions {
  readonly config: Config;
  readonly stores: Pick<Stores, 'adapter'>;
  readonly httpServer: HttpServer;
  /** Other nodes on the same port, if any. */
  readonly siblings?: Siblings | undefined;
  readonly watchWebSocket: WatchWebSocket;
  readonly timing?: { readonly handshakeMs?: number } | undefined;
}

/** How long a connection may be in no namespace. */
export const handshakeMsOf = ({ timing }: Pick<SocketsOptions, 'timing'>): number =>
  timing?.handshakeMs ?? HANDSHAKE_TIMEOUT_MS;

/** Accepts the Socket.IO connections that `admission` allows, and no new ones while draining. */
export function openSockets(
  options: SocketsOptions,
  admission: Admission,
  isDraining: () => boolean,
): Server {
  const { config, stores, httpServer } = options;
  const io = new Server(httpServer, {
    // A page of another origin is refused below; this lets the allowed ones read the answer.
    cors: { origin: [...config.allowedOrigins], credentials: true },
    allowRequest: admission.allowRequest,
    parser: gatewayParser,
    maxHttpBufferSize: PACKET_MAX_BYTES,
    connectTimeout: handshakeMsOf(options),
    upgradeTimeout: UPGRADE_TIMEOUT_MS,
    pingInterval: config.pingIntervalMs,
    pingTimeout: config.pingTimeoutMs,
    destroyUpgrade: false, // In development, Next's reload socket shares the server.
    wsEngine: watchedWebSockets(options.watchWebSocket),
    // A compressor takes a quarter of a megabyte for as long as its client does not read. For WebSockets it is off anyway.
    httpCompression: false,
    ...(stores.adapter === undefined ? {} : { adapter: stores.adapter }),
  });
  io.engine.on('initial_headers', (headers: Record<string, string>, request: IncomingMessage) => {
    const setCookie = admission.originOf(request).identity?.setCookie;
    if (setCookie !== undefined) headers['set-cookie'] = setCookie;
  });
  io.engine.use((request: EngineRequest, response: object, next: () => void) => {
    if (response instanceof ServerResponse) endUnread(request, response);
    else forgetResponse(request);
    next();
  });
  refuseOtherPages(io, config);
  if (options.siblings !== undefined) shareSessions(io, options.siblings);
  io.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    if (!isDraining() || request._query.sid !== undefined) return next();
    // A WebSocket is cut off without an answer, so a load balancer tries the next node. Polling gets an answer, and its next
    // attempt has another value of `attempt` (deploy/nginx.conf).
    response.writeHead(503);
    response.end();
  });
  return io;
}

/** Checks each request of a session, not only the first, because somebody may have learnt the session's id. */
function refuseOtherPages(
  io: Server,
  { allowedHosts, allowedOrigins }: Pick<Config, 'allowedHosts' | 'allowedOrigins'>,
): void {
  io.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const refuse = (status: number, why: string) => {
      response.writeHead(status);
      response.end(why);
    };
    if (!isAllowedHost(request, allowedHosts)) return refuse(421, MISDIRECTED);
    if (!isAllowedOrigin(request, allowedOrigins)) {
      return refuse(403, 'The origin of this page is not in ALLOWED_ORIGINS.');
    }
    // The answer would be a script, which a page of any origin may run.
    if (request._query.j !== undefined) return refuse(400, 'JSONP is not supported.');
    next();
  });
}

/** Passes each request of a session to the node that has the session, whichever node it came to. */
function shareSessions(io: Server, siblings: Siblings): void {
  io.engine.generateId = siblings.nameSession;
  io.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const { sid } = request._query;
    // A session whose node is gone is unknown here as well, and its client is told so.
    if (sid === undefined || !siblings.relay(request, response, sid, next)) next();
  });
}

/** A request as Engine.IO passes it on; `sid` is set once it belongs to a session. */
type EngineRequest = IncomingMessage & { readonly _query: { readonly sid?: string; readonly j?: string } };

/** An Engine.IO connection, whichever namespaces it joins later. */
export type EngineConnection = Omit<CountedConnection, 'request'> &
  FillingConnection &
  FloodableConnection &
  BeginningConnection & { request: IncomingMessage };

/** Calls the listener with each new connection, before anything that arrived over it is read. */
export function onConnections(io: Server, listener: (connection: EngineConnection) => void): void {
  io.engine.on('connection', listener);
}

/** Calls it with each request of a session that is open here, and answers those that may not go on. */
export function watchRequests(
  io: Server,
  asked: (connection: EngineConnection, request: IncomingMessage, response: object) => boolean,
): void {
  const { clients } = io.engine as unknown as { readonly clients: Record<string, EngineConnection> };
  io.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const { sid = '' } = request._query;
    const connection = Object.hasOwn(clients, sid) ? clients[sid] : undefined;
    if (connection === undefined || asked(connection, request, response)) return next();
    response.writeHead(429);
    response.end();
  });
}
