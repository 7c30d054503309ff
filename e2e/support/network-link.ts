import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The link between a page and its node, which a test can make slow, silent, or deaf in one direction. */
export interface NetworkLink {
  readonly url: string;
  /** In each direction. */
  delayMs: number;
  /** Drops what WebSockets carry in this direction once they are open: `up` is what the page sends. */
  swallows: 'up' | 'down' | null;
  /** Lets nothing through in either direction until called again with `false`. What is held is not lost. */
  hold(isHeld: boolean): void;
  /** Breaks every connection. */
  cut(): void;
  stop(): Promise<void>;
}

/** @param target where the node is */
export async function startNetworkLink(target: string): Promise<NetworkLink> {
  const link = new Link(new URL(target));
  await link.listen();
  return link;
}

class Link implements NetworkLink {
  delayMs = 0;
  swallows: 'up' | 'down' | null = null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<() => void>();
  #isHeld = false;

  constructor({ hostname, port }: URL) {
    this.#server = createServer((page) => this.#join(page, connect(Number(port), hostname)));
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    this.#server.listen(0);
    await once(this.#server, 'listening');
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) return;
    for (const go of this.#waiting) go();
    this.#waiting.clear();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(page: Socket, node: Socket): void {
    let isWebSocket = false;
    let isOpen = false;
    page.once('data', (bytes) => {
      isWebSocket = bytes.includes('transport=websocket');
    });
    this.#carry(page, node, () => isOpen && this.swallows === 'up');
    this.#carry(node, page, () => isOpen && this.swallows === 'down');
    // The answer that opens the WebSocket passes.
    node.once('data', () => {
      isOpen = isWebSocket;
    });
  }

  #carry(from: Socket, to: Socket, isDropped: () => boolean): void {
    let before = Promise.resolve();
    const deliver = (send: () => void) => {
      const travelled = new Promise((resolve) => setTimeout(resolve, this.delayMs));
      before = before
        .then(() => travelled)
        .then(() => this.#whenFree())
        .then(send);
    };
    from.on('data', (bytes) => {
      if (!isDropped()) deliver(() => to.writable && to.write(bytes));
    });
    from.on('end', () => deliver(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => this.#sockets.delete(from));
    this.#sockets.add(from);
  }

  #whenFree(): Promise<void> {
    return this.#isHeld ? new Promise((resolve) => void this.#waiting.add(resolve)) : Promise.resolve();
  }
}
