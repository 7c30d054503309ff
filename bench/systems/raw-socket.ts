import { WebSocket } from 'ws';

/** The prefixes of Engine.IO and Socket.IO packets, see socket.io-protocol and engine.io-protocol. */
const PACKET = { open: '0', ping: '2', message: '4' } as const;
const KIND = { connected: '0', event: '2', answer: '3', refused: '4' } as const;
const PONG = '3';

export interface RawSocketOptions {
  readonly url: string;
  readonly namespace: '/' | '/chat';
  /** Sent on connecting. */
  readonly auth?: object;
  /** The cookie of an earlier connection, so that the server recognizes who comes back. */
  readonly cookie?: string | undefined;
  /** Called with an event as it arrived; many sockets of a node get the very same bytes. */
  heard(packet: Buffer): void;
  /** Called when the connection was open, and ended otherwise than by {@link RawSocket.close}. */
  lost?(): void;
}

interface Asked {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** A Socket.IO client over WebSocket that does as little as possible, because the servers are measured, not the clients. */
export class RawSocket {
  readonly #options: RawSocketOptions;
  readonly #socket: WebSocket;
  readonly #prefix: string;
  readonly #asked = new Map<number, Asked>();
  #nextId = 0;
  #bytes = 0;
  #events = 0;
  #isOpen = false;
  #cookie: string | undefined;
  #settle: (error?: Error) => void = () => {};

  private constructor(options: RawSocketOptions) {
    this.#options = options;
    this.#prefix = options.namespace === '/' ? '' : `${options.namespace},`;
    const { cookie } = options;
    const url = `${options.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    this.#cookie = cookie;
    this.#socket = new WebSocket(url, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      headers: cookie === undefined ? {} : { cookie },
    });
    this.#socket.on('upgrade', ({ headers }) => {
      this.#cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    });
    this.#socket.on('message', (data) => this.#receive(data as Buffer));
    this.#socket.on('error', (error) => this.#settle(error));
    this.#socket.on('close', () => this.#ended());
  }

  /** Resolves once the namespace has let it in. @throws Error if the server does not */
  static async open(options: RawSocketOptions): Promise<RawSocket> {
    const socket = new RawSocket(options);
    await new Promise<void>((resolve, reject) => {
      socket.#settle = (error) => (error ? reject(error) : resolve());
    });
    socket.#settle = () => {};
    socket.#isOpen = true;
    return socket;
  }

  /** The cookie by which the server recognizes it again. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  /** How many bytes have arrived, without the frames around them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many events have arrived. */
  get events(): number {
    return this.#events;
  }

  /** Resolves to the server's answer. @throws Error if the connection ends first */
  ask(event: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = this.#nextId++;
    this.#socket.send(
      `${PACKET.message}${KIND.event}${this.#prefix}${id}${JSON.stringify([event, ...args])}`,
    );
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  close(): void {
    this.#isOpen = false;
    this.#socket.terminate();
  }

  #ended(): void {
    const error = new Error('The connection has ended.');
    this.#settle(error);
    for (const { reject } of this.#asked.values()) reject(error);
    if (this.#isOpen) this.#options.lost?.();
  }

  #receive(packet: Buffer): void {
    this.#bytes += packet.length;
    const first = String.fromCharCode(packet[0] ?? 0);
    if (first === PACKET.ping) this.#socket.send(PONG);
    if (first === PACKET.open) {
      const auth = JSON.stringify(this.#options.auth ?? {});
      this.#socket.send(`${PACKET.message}${KIND.connected}${this.#prefix}${auth}`);
    }
    if (first === PACKET.message) this.#receiveMessage(packet);
  }

  #receiveMessage(packet: Buffer): void {
    const kind = String.fromCharCode(packet[1] ?? 0);
    if (kind === KIND.event) {
      this.#events += 1;
      this.#options.heard(packet);
    } else if (kind === KIND.answer) this.#receiveAnswer(packet.toString());
    else if (kind === KIND.connected) this.#settle();
    else if (kind === KIND.refused) this.#settle(new Error(`The server refused: ${packet}`));
  }

  #receiveAnswer(packet: string): void {
    const start = packet.indexOf('[');
    const id = Number(packet.slice(2 + this.#prefix.length, start));
    const [answer] = JSON.parse(packet.slice(start)) as [unknown];
    this.#asked.get(id)?.resolve(answer);
    this.#asked.delete(id);
  }
}
