import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CHAT_NAMESPACE, PROTOCOL_VERSION } from '@/lib/chat/protocol';

const OPCODE = { text: 0x1, ping: 0x9 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
/** Longer payloads have more bytes for their length. */
const SHORT_MAX = 125;
/** Masking with zeros leaves the payload as it is. */
const MASK = Buffer.alloc(4);

/** A WebSocket frame as a client sends it, of up to 125 bytes. */
export function frameOf(kind: keyof typeof OPCODE, payload: Buffer): Buffer {
  if (payload.length > SHORT_MAX) throw new Error(`A frame of ${payload.length} bytes is not written here.`);
  return Buffer.concat([Buffer.from([FINAL | OPCODE[kind], MASKED | payload.length]), MASK, payload]);
}

/** A TCP connection, over which somebody writes whatever they like. */
export class RawConnection {
  readonly #socket: Socket;
  readonly closed: Promise<void>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.on('error', () => {}); // 'close' follows.
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Becomes a WebSocket in the page's namespace. Resolves to whether the node agreed. */
  async upgrade(address: string): Promise<boolean> {
    this.#socket.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `X-Forwarded-For: ${address}`,
        '\r\n',
      ].join('\r\n'),
    );
    const answer = await Promise.race([once(this.#socket, 'data').catch(() => ['']), this.closed]);
    if (!String(answer?.[0]).startsWith('HTTP/1.1 101')) return false;
    const auth = JSON.stringify({ version: PROTOCOL_VERSION });
    return this.write(frameOf('text', Buffer.from(`40${CHAT_NAMESPACE},${auth}`)));
  }

  stopReading(): void {
    this.#socket.pause();
  }

  /** Resolves once there is room for more, to whether everything was taken, if only by the systems in between. */
  async write(bytes: Buffer | string): Promise<boolean> {
    if (this.isOpen && !this.#socket.write(bytes)) {
      await Promise.race([once(this.#socket, 'drain').catch(() => {}), this.closed]);
    }
    return this.isOpen;
  }

  close(): void {
    this.#socket.destroy();
  }
}
