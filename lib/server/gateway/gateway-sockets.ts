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

/** The longest message fits with room to spare; what is longer closes the connection. */
const PACKET_MAX_BYTES = 64 * 1024;
/** Over a slow link a client's first words take a round trip after the node's, and going over to a WebSocket takes two. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
const UPGRADE_TIMEOUT_MS = 45_000;

interface SocketsOptions {
  readonly config: Config;
  readonly stores: Pick<Stores, 'adapter'>;
  readonly httpServer: HttpServer;
  /** Other nodes on the same port, where there are any. */
  readonly siblings?: Siblings | undefined;
  readonly watchWebSocket: WatchWebSocket;
  readonly timing?: { readonly handshakeMs?: number } | undefined;
}

/** How long a connection may be in no namespace. */
export const handshakeMsOf = ({ timing }: Pick<SocketsOptions, 'timing'>): number =>
  timing?.handshakeMs ?? HANDSHAKE_TIMEOUT_MS;

/** Accepts Socket.IO connections of whom `admission` lets in, and while draining no new ones. */
export function openSockets(
  options: SocketsOptions,
  admission: Admission,
  isDraining: () => boolean,
): Server {
  const { config, stores, httpServer } = options;
  const io = new Server(httpServer, {
    // The page of another origin is refused below; this lets the admitted ones read the answer.
    cors: { origin: [...config.allowedOrigins], credentials: true },
    allowRequest: admission.allowRequest,
    parser: gatewayParser,
    maxHttpBufferSize: PACKET_MAX_BYTES,
    connectTimeout: handshakeMsOf(options),
    upgradeTimeout: UPGRADE_TIMEOUT_MS,
    pingInterval: config.pingIntervalMs,
    pingTimeout: config.pingTimeoutMs,
    destroyUpgrade: false, // Development's own reload socket shares the server.
    wsEngine: watchedWebSockets(options.watchWebSocket),
    // A compressor takes a quarter of a megabyte, for as long as its client does not read. Of WebSockets it is off anyway.
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
    // A WebSocket is cut off without an answer, and a load balancer goes to the next node; polling is told, and its next
    // attempt goes by another value of `attempt` (deploy/nginx.conf).
    response.writeHead(503);
    response.end();
  });
  return io;
}

/** With each request of a session and not only the first, whose id somebody may have learnt. */
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
    // Answers as a script, which a page of any origin may run.
    if (request._query.j !== undefined) return refuse(400, 'JSONP is not spoken here.');
    next();
  });
}

/** Each request of a session gets to the node of which the session is, whichever of them it came to. */
function shareSessions(io: Server, siblings: Siblings): void {
  io.engine.generateId = siblings.nameSession;
  io.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const { sid } = request._query;
    // A session whose node is gone is unknown here, too, and its client is told so.
    if (sid === undefined || !siblings.relay(request, response, sid, next)) next();
  });
}

/** A request as Engine.IO hands it on; `sid` is there once it belongs to a session. */
type EngineRequest = IncomingMessage & { readonly _query: { readonly sid?: string; readonly j?: string } };

/** An Engine.IO connection, whichever namespaces it joins later. */
export type EngineConnection = Omit<CountedConnection, 'request'> &
  FillingConnection &
  FloodableConnection &
  BeginningConnection & { request: IncomingMessage };

/** Does it with each new connection, before anything that came on it is looked at. */
export function onConnections(io: Server, listener: (connection: EngineConnection) => void): void {
  io.engine.on('connection', listener);
}

/** Asks it with each request of a session that is open here, and answers those that may not go on. */
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
