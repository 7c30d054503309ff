import type { IncomingMessage } from 'node:http';
import type { Identity } from '@/lib/server/identity/identity';

const NOTHING = Object.freeze({});

/**
 * What is known of a connection from the request that it began with, in the place of that request. A browser sends kilobytes,
 * which thousands of connections would keep for hours; and cookies and tokens are safest where they are not.
 */
export class ConnectionOrigin {
  /** Where it came from, as limits count it. */
  readonly address: string;
  /** Who opened it, until its first socket is let in. */
  identity: Identity | undefined;
  /** The member that its cookie named; `undefined` where it had none. */
  readonly cookieId: string | undefined;

  constructor(address: string, identity: Identity) {
    this.address = address;
    this.identity = identity;
    this.cookieId = identity.isNew ? undefined : identity.memberId; // Also where it gets another cookie.
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

/** An Engine.IO connection, as it lets go of the request that it began with. */
export interface BeginningConnection {
  request: IncomingMessage | ConnectionOrigin;
  readonly transport: { readonly socket?: Emitter };
}

interface Emitter {
  listeners(event: string): unknown[];
  off(event: string, listener: never): unknown;
}

/** Puts `beginning` in the place of the request. It is freed, unless listeners of Engine.IO hold it: those go as well. */
export function replaceRequest<Connection extends BeginningConnection>(
  connection: Connection,
  origin: ConnectionOrigin,
): Connection & { readonly request: ConnectionOrigin } {
  connection.request = origin;
  const { socket: webSocket } = connection.transport;
  for (const listener of webSocket?.listeners('error') ?? []) {
    // It does nothing, for the time until the transport listens itself, and is forgotten there.
    if ((listener as { name?: string }).name === 'onUpgradeError') webSocket?.off('error', listener as never);
  }
  return connection as Connection & { readonly request: ConnectionOrigin };
}

/**
 * Engine.IO lets the response to an upgrade wait for the end of the connection, for middlewares that ask for it: the request
 * would be kept as long. None of ours does. It is the last that waits for it once.
 */
export function forgetResponse({ socket }: IncomingMessage): void {
  const isOnce = (listener: object): listener is { listener: () => void } & (() => void) =>
    'listener' in listener;
  const waiting = socket.rawListeners('close').findLast(isOnce);
  if (waiting !== undefined) socket.off('close', waiting);
}

/** What a socket came with has been looked at: a token need not stay in memory. */
export function forgetHandshake({ handshake }: { readonly handshake: { auth: object; time: string } }): void {
  handshake.auth = NOTHING;
  handshake.time = '';
}
