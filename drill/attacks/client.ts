import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { PayloadOf, RequestName } from '@/lib/chat/events/requests';
import { CHAT_NAMESPACE, PROTOCOL_VERSION } from '@/lib/chat/protocol';

/** An answer as it arrived, and whether it is a yes. `null` if the connection ended first. */
export type Answer = { readonly isOk: boolean; readonly text: string } | null;

/** A node that is kept from answering must not keep the attack from ending. */
const OPENS_WITHIN_MS = 5_000;
const PONG = '3';
const OPENED = `42${CHAT_NAMESPACE},["session:opened"`;
const ANSWERED = new RegExp(`^43${CHAT_NAMESPACE},(\\d+)\\[`);
const YES = '{"ok":true';

/** An attacker's own program that speaks Socket.IO over a bare WebSocket, and follows no rule that nobody enforces. */
export class Client {
  readonly #socket: WebSocket;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  readonly closed: Promise<void>;
  #heard: (packet: string) => void = () => {};
  #nextId = 0;
  #hasLeft = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        for (const answer of this.#asked.values()) answer(null);
        this.#asked.clear();
        this.#heard('');
        resolve();
      });
    });
    socket.on('message', (data) => this.#receive(String(data)));
  }

  /**
   * Opens a connection that has joined nothing yet; `null` if it is refused. `address` is where a load balancer would say that
   * it comes from.
   */
  static async open(url: string, address: string): Promise<Client | null> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      headers: { 'x-forwarded-for': address },
      perMessageDeflate: false,
      handshakeTimeout: OPENS_WITHIN_MS,
    });
    socket.on('error', () => {}); // 'close' follows.
    const client = new Client(socket);
    await Promise.race([once(socket, 'open').catch(() => {}), client.closed]);
    return client.isOpen ? client : null;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Whether the node ended it. */
  get wasLetGo(): boolean {
    return !this.isOpen && !this.#hasLeft;
  }

  /** Joins the page's namespace. Resolves to whether it was let in. */
  async enter(name: string): Promise<boolean> {
    const isIn = new Promise<boolean>((resolve) => {
      this.#heard = (packet) => {
        if (packet.startsWith(OPENED)) resolve(true);
        else if (packet === '' || packet.startsWith(`44${CHAT_NAMESPACE}`)) resolve(false);
      };
    });
    this.send(`40${CHAT_NAMESPACE},${JSON.stringify({ version: PROTOCOL_VERSION, name })}`);
    return this.isOpen && isIn;
  }

  /** Typed by the protocol, so that no attack comes to nothing because an event was renamed. */
  ask<Event extends RequestName>(event: Event, payload: PayloadOf<Event>): Promise<Answer> {
    return this.askWith(event, JSON.stringify(payload));
  }

  /** The same with a payload that is JSON already, or almost. */
  askWith(event: RequestName, payload: string): Promise<Answer> {
    if (!this.isOpen) return Promise.resolve(null);
    this.#nextId += 1;
    const id = this.#nextId;
    this.send(`42${CHAT_NAMESPACE},${id}["${event}",${payload}]`);
    return new Promise((resolve) => this.#asked.set(id, resolve));
  }

  send(packet: string): void {
    if (this.isOpen) this.#socket.send(packet);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    if (this.isOpen) this.#hasLeft = true;
    this.#socket.resume(); // Otherwise it would not notice that it has closed.
    this.#socket.terminate();
  }

  #receive(packet: string): void {
    const [head, id] = ANSWERED.exec(packet) ?? [];
    if (packet === '2') this.send(PONG);
    else if (head === undefined) this.#heard(packet);
    else this.#hearAnswer(Number(id), packet.slice(head.length));
  }

  #hearAnswer(id: number, text: string): void {
    const answer = this.#asked.get(id);
    this.#asked.delete(id);
    answer?.({ isOk: text.startsWith(YES), text });
  }
}
