import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const KINDS = { continuation: 0, text: 1, ping: 9, pong: 10 } as const;
const WITHOUT_KEY = Buffer.alloc(4);

/** A WebSocket frame as a client writes it, of less than 64 KB. */
export function frameOf(kind: keyof typeof KINDS, payload = '', isLast = true): Buffer {
  const data = Buffer.from(payload);
  const length =
    data.length < 126 ? [0x80 | data.length] : [0x80 | 126, data.length >> 8, data.length & 0xff];
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | KINDS[kind], ...length]), WITHOUT_KEY, data]);
}

/** A WebSocket with an open session, whose bytes are written and read by hand; nothing reads it from then on. */
export async function openWire(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '\r\n',
    ].join('\r\n'),
  );
  let read = '';
  while (!read.includes('"sid"')) {
    const [chunk] = await once(socket, 'data');
    read += String(chunk);
  }
  socket.pause();
  return socket;
}
