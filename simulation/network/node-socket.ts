import type { NodeConnection } from './node-connection';
import { written } from './written';

type Listener = (this: NodeSocket, ...args: unknown[]) => void;

/** Of its namespace: who is there, and where. */
interface Seats {
  readonly sockets: Map<string, NodeSocket>;
  readonly rooms: Map<string, Set<NodeSocket>>;
}

/** What the handlers need of a socket of Socket.IO, in memory. */
export class NodeSocket {
  readonly id: string;
  readonly conn: NodeConnection;
  readonly handshake: { auth: unknown; time: string };
  readonly rooms = new Set<string>();
  data: Record<string, unknown> = {};
  readonly #seats: Seats;
  readonly #any: Listener[] = [];
  readonly #listeners = new Map<string, Listener>();
  readonly #goodbyes: Listener[] = [];

  constructor(seats: Seats, connection: NodeConnection, id: string, auth: unknown) {
    this.#seats = seats;
    this.conn = connection;
    this.id = id;
    this.handshake = { auth, time: '' };
  }

  get request(): object {
    return this.conn.request;
  }

  get client(): object {
    return { conn: this.conn };
  }

  onAny(listener: Listener): void {
    this.#any.push(listener);
  }

  on(event: string, listener: Listener): this {
    if (event === 'disconnect') this.#goodbyes.push(listener);
    else this.#listeners.set(event, listener);
    return this;
  }

  get connected(): boolean {
    return !this.conn.isClosed;
  }

  disconnect(): void {
    this.conn.close();
  }

  send(text: string): void {
    this.emit('message', text);
  }

  emit(event: string, payload?: unknown): void {
    this.conn.say(written(event, payload));
  }

  join(room: string): void {
    this.rooms.add(room);
    const { rooms } = this.#seats;
    const sockets = rooms.get(room) ?? new Set();
    rooms.set(room, sockets.add(this));
  }

  leave(room: string): void {
    this.rooms.delete(room);
    const { rooms } = this.#seats;
    const sockets = rooms.get(room);
    sockets?.delete(this);
    if (sockets?.size === 0) rooms.delete(room);
  }

  /** The client asks for something. */
  asked(event: string, payload: unknown, answer: (result: unknown) => void): void {
    for (const listener of this.#any) listener.call(this, event, payload, answer);
    this.#listeners.get(event)?.call(this, payload);
  }

  gone(): void {
    for (const room of [...this.rooms]) this.leave(room);
    this.#seats.sockets.delete(this.id);
    for (const listener of this.#goodbyes) listener.call(this, 'transport close');
  }
}
