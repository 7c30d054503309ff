import { io, type Socket } from 'socket.io-client';
import { type ErrorReport, errorReportIn, reportOf } from '@/lib/chat/errors';
import { NEWS, type News, type NewsName } from '@/lib/chat/events/news';
import type { PayloadOf, RequestName } from '@/lib/chat/events/requests';
import { CHAT_NAMESPACE, type ClientToServer, type ServerToClient } from '@/lib/chat/protocol';
import type { Answered, OpenWire, Transport, Wire, WireListener } from './wire';

const TRANSPORTS: Readonly<Record<Transport, string[]>> = {
  websocket: ['websocket'],
  upgrading: ['polling', 'websocket'],
  polling: ['polling'],
};

/** Whoever opened the wire decides when to try again, and how long to wait. */
const CONNECTION = { autoConnect: false, forceNew: true, reconnection: false } as const;

/** Says to a load balancer that this page was just opened: the node with the fewest gets it (deploy/nginx.conf). */
const FRESH = { fresh: '1' };
/**
 * Of all attempts of a page only the first says so. A load balancer that does not ask how its nodes are takes a frozen one,
 * which everybody leaves, for the one with the fewest: whoever tries again must be sent elsewhere.
 */
let isFresh = true;

/**
 * Each attempt has a value of its own, all requests of its session the same. A load balancer that leads polling by the
 * address and this leads the requests of one session to one node, and the next attempt to another.
 */
const attemptOf = () => Math.random().toString(36).slice(2, 10);

type ChatSocket = Socket<ServerToClient, ClientToServer>;

/** Where the nodes are. A page says nothing: they are where it came from, and its browser adds the headers. */
interface Site {
  readonly url?: string;
  readonly headers?: Record<string, string>;
}

export const openWireTo =
  ({ url = '', headers = {} }: Site): OpenWire =>
  (handshake, transport, listener) => {
    const socket: ChatSocket = io(`${url}${CHAT_NAMESPACE}`, {
      ...CONNECTION,
      extraHeaders: headers,
      transports: TRANSPORTS[transport],
      query: { attempt: attemptOf(), ...(isFresh ? FRESH : {}) },
      auth: (give) => give(handshake()),
    });
    isFresh = false;
    socket.io.timeout(false);
    hear(socket, listener);
    socket.connect();
    // A WebSocket is open before the node has said anything, and one that carries nothing stays at that.
    socket.io.engine.transport.once('open', listener.reached);
    return wireOf(socket);
  };

function hear(socket: ChatSocket, listener: WireListener): void {
  // Not whatever comes: a later version may tell of what this one does not know.
  for (const event of Object.keys(NEWS) as NewsName[]) {
    socket.on(event, (news?: unknown) => listener.heard(...([event, news] as News)));
  }
  socket.on('disconnect', listener.lost);
  // Closed before the node has let us in: that is no disconnection yet. Where we close, be it because the node has turned us
  // away, there is nothing to be told: `connect_error` comes after it.
  socket.io.on('close', (reason) => {
    if (reason !== 'forced close') listener.lost();
  });
  socket.on('connect_error', (error) => {
    const report = reportIn(error);
    if (report === null) listener.lost();
    else listener.turnedAway(report);
  });
}

function wireOf(socket: ChatSocket): Wire {
  const asked = new Set<Promise<unknown>>();
  const close = () => {
    const stopAsking = pollOf(socket.io.engine.transport);
    socket.disconnect();
    stopAsking();
  };
  return {
    request: (event, payload, withinMs) => {
      const answer = request(socket, event, payload, withinMs);
      // Nobody waits for the answer of a node that is being left to whether it lives.
      if (event === 'node:ping') return answer;
      asked.add(answer);
      void answer.then(() => asked.delete(answer));
      return answer;
    },
    retire: () => void Promise.all(asked).then(close),
    close,
  };
}

/** Engine.IO waits for the answer to a first poll. A browser has six requests to a host, and dead ones would use them up. */
function pollOf(transport: object): () => void {
  const { pollXhr, readyState } = transport as { pollXhr?: { abort(): void }; readyState?: string };
  return () => readyState === 'opening' && pollXhr?.abort();
}

type Ask = (event: string, payload: unknown) => Promise<{ ok: boolean; error?: unknown }>;

async function request<E extends RequestName>(
  socket: ChatSocket,
  event: E,
  payload: PayloadOf<E>,
  withinMs: number,
): Promise<Answered<E>> {
  if (!socket.connected) return failed('unanswered');
  const patient = socket.timeout(withinMs);
  try {
    const answer = await (patient.emitWithAck as unknown as Ask).call(patient, event, payload);
    if (answer.ok) return answer as Answered<E>;
    const error = errorReportIn(answer.error);
    return error === null ? failed('internal') : { ok: false, error };
  } catch {
    return failed('unanswered');
  }
}

const failed = (code: ErrorReport['code']) => ({ ok: false, error: reportOf(code) }) as const;

/** What the node's admission said, if it was the node that said no and not the network. */
const reportIn = (error: Error): ErrorReport | null =>
  errorReportIn((error as Error & { data?: unknown }).data);
