import type { IncomingMessage } from 'node:http';
import type { Identity } from '@/lib/server/identity/identity';

const NOTHING = Object.freeze({});

/**
 * What is known of a connection from its first request, kept instead of that request. A browser sends kilobytes, which
 * thousands of connections would keep for hours; and cookies and tokens are safest where they are not kept.
 */
export class ConnectionOrigin {
  /** Where it came from, as limits count it. */
  readonly address: string;
  /** Who opened it, until its first socket is admitted. */
  identity: Identity | undefined;
  /** The member named by its cookie; `undefined` if it had none. */
  readonly cookieId: string | undefined;

  constructor(address: string, identity: Identity) {
    this.address = address;
    this.identity = identity;
    this.cookieId = identity.isNew ? undefined : identity.memberId; // Even if it gets another cookie.
  }

  // What Socket.IO copies of a request into each `handshake`.

  get headers(): object {
    return NOTHING;
  }

  get connection(): object {
    return NOTHING;
  }

  get url(): string {
    return '';
  }

  get _query(): object {
    return NOTHING;
  }
}

/** An Engine.IO connection, typed for replacing its first request. */
export interface BeginningConnection {
  request: IncomingMessage | ConnectionOrigin;
  readonly transport: { readonly socket?: Emitter };
}

interface Emitter {
  listeners(event: string): unknown[];
  off(event: string, listener: never): unknown;
}

/** Replaces the request by `beginning`, and removes the listeners of Engine.IO that would keep the request alive. */
export function replaceRequest<Connection extends BeginningConnection>(
  connection: Connection,
  origin: ConnectionOrigin,
): Connection & { readonly request: ConnectionOrigin } {
  connection.request = origin;
  const { socket: webSocket } = connection.transport;
  for (const listener of webSocket?.listeners('error') ?? []) {
    // It does nothing until the transport listens itself, which forgets to remove it.
    if ((listener as { name?: string }).name === 'onUpgradeError') webSocket?.off('error', listener as never);
  }
  return connection as Connection & { readonly request: ConnectionOrigin };
}

/**
 * Engine.IO lets the response to an upgrade wait for the end of the connection, for middlewares that need it, which would keep
 * the request alive as well. None of ours needs it. Its listener is the last one added by `once`.
 */
export function forgetResponse({ socket }: IncomingMessage): void {
  const isOnce = (listener: object): listener is { listener: () => void } & (() => void) =>
    'listener' in listener;
  const waiting = socket.rawListeners('close').findLast(isOnce);
  if (waiting !== undefined) socket.off('close', waiting);
}

/** Forgets what a socket's handshake contained, once it has been checked: a token need not stay in memory. */
export function forgetHandshake({ handshake }: { readonly handshake: { auth: object; time: string } }): void {
  handshake.auth = NOTHING;
  handshake.time = '';
}
