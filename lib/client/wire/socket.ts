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

/** The caller decides when to try again and how long to wait. */
const CONNECTION = { autoConnect: false, forceNew: true, reconnection: false } as const;

/** Tells a load balancer that this page was just opened: it goes to the node with the fewest connections (deploy/nginx.conf). */
const FRESH = { fresh: '1' };
/**
 * Only the first attempt of a page says so. A load balancer without health checks thinks that a frozen node, which everybody
 * leaves, has the fewest, so a page that tries again must be sent elsewhere.
 */
let isFresh = true;

/**
 * Differs for each attempt, and stays the same for all requests of its session. A load balancer that routes polling by address
 * and this value sends one session to one node and the next attempt to another.
 */
const attemptOf = () => Math.random().toString(36).slice(2, 10);

type ChatSocket = Socket<ServerToClient, ClientToServer>;

/** Where the nodes are. A page leaves this empty: its nodes are where it came from, and its browser adds the headers. */
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
    // A WebSocket opens before the node has said anything; one that carries nothing gets no further.
    socket.io.engine.transport.once('open', listener.reached);
    return wireOf(socket);
  };

function hear(socket: ChatSocket, listener: WireListener): void {
  // Listens to known events only: a later version may send others.
  for (const event of Object.keys(NEWS) as NewsName[]) {
    socket.on(event, (news?: unknown) => listener.heard(...([event, news] as News)));
  }
  socket.on('disconnect', listener.lost);
  // The connection closed before the node let us in, so `disconnect` does not fire. If we close it ourselves, perhaps because
  // the node turned us away, there is nothing to tell here: `connect_error` follows.
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
      // Nobody needs to know whether a node that we are leaving is alive.
      if (event === 'node:ping') return answer;
      asked.add(answer);
      void answer.then(() => asked.delete(answer));
      return answer;
    },
    retire: () => void Promise.all(asked).then(close),
    close,
  };
}

/** Engine.IO waits for the answer to a first poll. A browser allows six requests per host, and dead ones would use them up. */
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

/** What the node's admission said, if the node refused us and not the network. */
const reportIn = (error: Error): ErrorReport | null =>
  errorReportIn((error as Error & { data?: unknown }).data);
