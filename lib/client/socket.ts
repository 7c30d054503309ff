import { io, type Socket } from 'socket.io-client';
import { type ErrorReport, errorReportSchema, reportOf } from '../chat/errors';
import { CHAT_NAMESPACE, type ClientToServer, type ServerToClient } from '../chat/protocol';
import type { AnswerOf, OpenWire, PayloadOf, RequestName, Wire } from './wire';

const ANSWER_TIMEOUT_MS = 5_000;

/** A node that turned us away or sent us off is tried again after this, or half as long again. */
const KNOCK_AGAIN_MS = 1_000;

const TRANSPORTS = ['websocket', 'polling'];

/** The jitter keeps a thousand pages from coming back in the same instant. */
const CONNECTION = {
  autoConnect: false,
  forceNew: true,
  reconnectionDelay: 300,
  reconnectionDelayMax: 3_000,
  randomizationFactor: 0.5,
};

/** How long an attempt may take at first, and at most: each that failed lets the next take longer. */
const ATTEMPT_FIRST_MS = 2_000;
const ATTEMPT_MAX_MS = 8_000;
const ATTEMPT_GROWTH = 1.4;

/** Says to a load balancer that this page was just opened: the node with the fewest gets it (deploy/nginx.conf). */
const FRESH = { fresh: '1' };
/**
 * Of all attempts of a page only the first says so. A load balancer that does not ask how its nodes are takes a frozen one,
 * which everybody leaves, for the one with the fewest: whoever tries again must be sent elsewhere.
 */
let isFresh = true;

type ChatSocket = Socket<ServerToClient, ClientToServer>;

/** Where the nodes are. A page says nothing: they are where it came from, and its browser adds the headers. */
interface Site {
  readonly url?: string;
  readonly headers?: Record<string, string>;
}

export const openWireTo =
  ({ url = '', headers = {} }: Site): OpenWire =>
  (handshake, listener) => {
    const socket: ChatSocket = io(`${url}${CHAT_NAMESPACE}`, {
      ...CONNECTION,
      extraHeaders: headers,
      transports: TRANSPORTS,
      query: isFresh ? FRESH : {},
      auth: (give) => give(handshake()),
    });
    isFresh = false;
    socket.io.on('open', () => {
      socket.io.opts.query = {};
    });
    socket.io.on('error', () => {
      socket.io.opts.query = {};
    });
    let knock: ReturnType<typeof setTimeout> | undefined;

    const knockAgain = () => {
      clearTimeout(knock);
      knock = setTimeout(() => socket.connect(), KNOCK_AGAIN_MS * (1 + Math.random() / 2));
    };

    const attempts = limitAttempts(socket);

    socket.on('connect', () => {
      socket.io.opts.transports = TRANSPORTS;
    });
    socket.on('session:opened', listener.opened);
    socket.on('room:entries', listener.entriesCame);
    socket.on('presence:changed', listener.presenceChanged);
    socket.on('typing:changed', listener.typingChanged);
    socket.on('name:changed', listener.nameChanged);
    socket.on('room:changed', ({ room }) => listener.roomChanged(room));
    socket.on('room:followed', ({ room }) => listener.roomFollowed(room));
    socket.on('room:unfollowed', ({ room }) => listener.roomUnfollowed(room));
    socket.on('room:expelled', listener.expelled);
    socket.on('mark:changed', listener.markChanged);
    socket.on('store:changed', ({ isStoring }) => listener.storeChanged(isStoring));
    socket.on('node:draining', listener.draining);
    socket.on('disconnect', (reason) => {
      // What Socket.IO kept for later would go out beside what the outbox sends again.
      socket.sendBuffer = [];
      listener.lost();
      if (reason === 'io server disconnect') knockAgain();
    });
    socket.on('connect_error', (error) => {
      const report = reportIn(error);
      if (report === null) {
        attempts.failed();
        // A proxy may swallow WebSockets without a word: the next attempt begins with the other transport.
        socket.io.opts.transports =
          socket.io.opts.transports === TRANSPORTS ? TRANSPORTS.toReversed() : TRANSPORTS;
        listener.lost();
        return;
      }
      listener.turnedAway(report);
      if (report.retryable) knockAgain();
    });

    return wireOf(socket, () => clearTimeout(knock));
  };

/** Leaves a node that takes the connection and then says nothing: a load balancer has another. */
function limitAttempts(socket: ChatSocket) {
  let limit = ATTEMPT_FIRST_MS;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const set = (ms: number) => {
    limit = Math.min(ATTEMPT_MAX_MS, ms);
    socket.io.timeout(limit);
  };
  set(limit);
  socket.io.on('open', () => {
    waiting = setTimeout(() => socket.io.engine.close(), limit);
  });
  socket.io.on('close', () => clearTimeout(waiting));
  // Turned away is answered, too.
  socket.on('connect_error', () => clearTimeout(waiting));
  socket.on('session:opened', () => {
    clearTimeout(waiting);
    set(ATTEMPT_FIRST_MS);
  });
  return { failed: () => set(limit * ATTEMPT_GROWTH) };
}

function wireOf(socket: ChatSocket, stopKnocking: () => void): Wire {
  const asked = new Set<Promise<unknown>>();
  const close = () => {
    stopKnocking();
    socket.disconnect();
  };
  return {
    request: (event, payload) => {
      const answer = request(socket, event, payload);
      asked.add(answer);
      void answer.then(() => asked.delete(answer));
      return answer;
    },
    isReached: () => socket.io.engine?.readyState === 'open',
    retire: () => void Promise.all(asked).then(close),
    connect: () => {
      // connect() alone would sit out the delay that is running.
      close();
      socket.connect();
    },
    close,
  };
}

type Ask = (event: string, payload: unknown) => Promise<{ ok: boolean; error?: unknown }>;

async function request<E extends RequestName>(
  socket: ChatSocket,
  event: E,
  payload: PayloadOf<E>,
): Promise<AnswerOf<E>> {
  if (!socket.connected) return failed('unanswered');
  const patient = socket.timeout(ANSWER_TIMEOUT_MS);
  try {
    const answer = await (patient.emitWithAck as unknown as Ask).call(patient, event, payload);
    if (answer.ok) return answer as AnswerOf<E>;
    const error = errorReportSchema.safeParse(answer.error);
    return error.success ? { ok: false, error: error.data } : failed('internal');
  } catch {
    return failed('unanswered');
  }
}

const failed = (code: ErrorReport['code']) => ({ ok: false, error: reportOf(code) }) as const;

/** What the node's admission said, if it was the node that said no and not the network. */
function reportIn(error: Error): ErrorReport | null {
  const report = errorReportSchema.safeParse((error as Error & { data?: unknown }).data);
  return report.success ? report.data : null;
}
