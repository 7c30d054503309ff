import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

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
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let isHeld = false;

  const whenFree = () =>
    isHeld ? new Promise<void>((resolve) => void waiting.add(resolve)) : Promise.resolve();

  const carry = (from: Socket, to: Socket, isDropped: () => boolean) => {
    let before = Promise.resolve();
    const deliver = (send: () => void) => {
      const travelled = new Promise((resolve) => setTimeout(resolve, link.delayMs));
      before = before
        .then(() => travelled)
        .then(whenFree)
        .then(send);
    };
    from.on('data', (bytes) => {
      if (!isDropped()) deliver(() => to.writable && to.write(bytes));
    });
    from.on('end', () => deliver(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
    sockets.add(from);
  };

  const server = createServer((page) => {
    const node = connect(Number(port), hostname);
    let isWebSocket = false;
    let isOpen = false;
    page.once('data', (bytes) => {
      isWebSocket = bytes.includes('transport=websocket');
    });
    carry(page, node, () => isOpen && link.swallows === 'up');
    carry(node, page, () => isOpen && link.swallows === 'down');
    // The answer that opens the WebSocket passes.
    node.once('data', () => {
      isOpen = isWebSocket;
    });
  });
  server.listen(0);
  await once(server, 'listening');

  const link: NetworkLink = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    delayMs: 0,
    swallows: null,
    hold: (isNow) => {
      isHeld = isNow;
      if (isNow) return;
      for (const go of waiting) go();
      waiting.clear();
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      link.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return link;
}
