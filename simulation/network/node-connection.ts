import type { ErrorReport } from '@/lib/chat/errors';
import type { Connection } from './connection';
import { written } from './written';

/** What a client is told over a connection, in the order in which it is said. */
export interface ConnectionListener {
  admitted(): void;
  refused(error: ErrorReport): void;
  /** An event and its payload, as JSON. */
  heard(text: string): void;
  answered(id: number, text: string): void;
  /** Asked whether it is there. */
  pinged(): void;
}

/** Of a namespace. */
interface SocketOfConnection {
  readonly id: string;
  asked(event: string, payload: unknown, answer: (result: unknown) => void): void;
  gone(): void;
}

interface NodeConnectionOptions {
  readonly connection: Connection;
  readonly listener: ConnectionListener;
  readonly request: object;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  readonly closed: (connection: NodeConnection) => void;
  /** Told of each answer that is given. */
  readonly answered: (event: string, result: unknown) => void;
}

/** The node's end of a session, with the heartbeat of Engine.IO. */
export class NodeConnection {
  request: object;
  isClosed = false;
  readonly #options: NodeConnectionOptions;
  readonly #closing: ((this: NodeConnection) => void)[] = [];
  #socket: SocketOfConnection | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: NodeConnectionOptions) {
    this.#options = options;
    this.request = options.request;
    options.connection.ended.node = () => this.#gone();
    this.#beat();
  }

  get socketId(): string | undefined {
    return this.#socket?.id;
  }

  get readyState(): string {
    return this.isClosed ? 'closed' : 'open';
  }

  get transport(): object {
    return {};
  }

  on(event: string, listener: (this: NodeConnection) => void): void {
    if (event === 'close') this.#closing.push(listener);
  }

  close(): void {
    this.#options.connection.close('node');
    this.#gone();
  }

  admitted(socket: SocketOfConnection): void {
    this.#socket = socket;
    this.#down((listener) => listener.admitted());
  }

  refused(error: ErrorReport): void {
    this.#down((listener) => listener.refused(error));
  }

  say(text: string): void {
    this.#down((listener) => listener.heard(text));
  }

  asked(id: number, event: string, payload: unknown): void {
    this.#socket?.asked(event, payload, (result) => {
      this.#options.answered(event, result);
      const text = written('answer', result);
      this.#down((listener) => listener.answered(id, text));
    });
  }

  ponged(): void {
    this.#beat();
  }

  #down(tell: (listener: ConnectionListener) => void): void {
    if (!this.isClosed) this.#options.connection.down(() => tell(this.#options.listener));
  }

  #beat(): void {
    const { pingIntervalMs, pingTimeoutMs } = this.#options;
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => {
      this.#down((listener) => listener.pinged());
      this.#heartbeat = setTimeout(() => this.close(), pingTimeoutMs);
    }, pingIntervalMs);
  }

  #gone(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.#heartbeat);
    this.#options.closed(this);
    this.#socket?.gone();
    for (const closing of this.#closing) closing.call(this);
  }
}
