import type { ErrorReport } from '@/lib/chat/errors';
import type { NodeConnection } from './node-connection';
import { NodeSocket } from './node-socket';
import { written } from './written';

type Listener = (...args: never[]) => void;
type Next = (error?: Error & { data?: unknown }) => void;
type Middleware = (socket: NodeSocket, next: Next) => void;

interface NamespaceOptions {
  /** To the other nodes: how it is carried is theirs. */
  readonly signal: (event: string, news: unknown) => void;
  readonly newId: () => string;
  /** Told of all that is said to everybody in a room, be there anybody or not. */
  readonly said: (event: string, payload: unknown) => void;
}

/** What the gateway needs of a namespace of Socket.IO, in memory. */
export class Namespace {
  readonly sockets = new Map<string, NodeSocket>();
  readonly rooms = new Map<string, Set<NodeSocket>>();
  readonly local = new Addressed(this);
  readonly options: NamespaceOptions;
  readonly #middlewares: Middleware[] = [];
  readonly #listeners = new Map<string, Listener[]>();

  constructor(options: NamespaceOptions) {
    this.options = options;
  }

  use(middleware: Middleware): void {
    this.#middlewares.push(middleware);
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  serverSideEmit(event: string, news: unknown): void {
    this.options.signal(event, news);
  }

  hear(event: string, news: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (news: unknown) => void)(news);
  }

  /** A client asks to come in over a connection, with what it says of itself. */
  enter(connection: NodeConnection, auth: unknown): void {
    const socket = new NodeSocket(this, connection, this.options.newId(), auth);
    const pass = (index: number): void => {
      const middleware = this.#middlewares[index];
      if (middleware === undefined) this.#admit(socket);
      middleware?.(socket, (error) => {
        if (error === undefined) pass(index + 1);
        else connection.refused(error.data as ErrorReport);
      });
    };
    pass(0);
  }

  /** Not one that has gone while it was looked at. */
  #admit(socket: NodeSocket): void {
    if (socket.conn.isClosed) return;
    this.sockets.set(socket.id, socket);
    socket.conn.admitted(socket);
    this.hear('connection', socket);
  }
}

/** Those of a node that are in a room, or all of them. */
class Addressed {
  readonly #namespace: Namespace;
  readonly #room: string | undefined;
  readonly #except: string | undefined;

  constructor(namespace: Namespace, room?: string, except?: string) {
    this.#namespace = namespace;
    this.#room = room;
    this.#except = except;
  }

  to(room: string): Addressed {
    return new Addressed(this.#namespace, room);
  }

  except(room: string): Addressed {
    return new Addressed(this.#namespace, this.#room, room);
  }

  emit(event: string, payload: unknown): void {
    const { rooms, sockets, options } = this.#namespace;
    options.said(event, payload);
    const addressed = this.#room === undefined ? sockets.values() : (rooms.get(this.#room) ?? []);
    let text: string | undefined;
    for (const socket of addressed) {
      if (this.#except !== undefined && socket.rooms.has(this.#except)) continue;
      text ??= written(event, payload);
      socket.conn.say(text);
    }
  }
}
