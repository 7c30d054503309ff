import {
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';

/** These apply to one connection, and there are two (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding'];

/**
 * Lets the server on the Unix socket `path` answer `request`. If it cannot be reached, or sends nothing, calls `failed`, and
 * the request still has to be answered.
 */
export function relayRequest(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  failed: () => void,
): void {
  const { method, url } = request;
  // Without an agent, the connection is closed after the answer all the same. If the header asked the sibling to close it, the
  // sibling would do so as soon as it has read the last byte and answered; our end of the body, which is not a byte, would then
  // cause an error instead of its answer.
  const headers = { ...request.headers, connection: 'keep-alive' };
  const options = { socketPath: path, method, path: url, headers };
  const outgoing = ask({ ...options, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.on('error', () => response.destroy()); // The answer was cut off.
    answer.pipe(response);
  });
  outgoing.on('error', () => {
    if (!response.headersSent && !response.destroyed) failed();
  });
  // A client that hangs up ends its session, as it would without the relay.
  response.once('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));

/** The same for a request to upgrade: from then on bytes go both ways, for as long as the connection lives. */
export function relayUpgrade(path: string, request: IncomingMessage, failed: () => void): void {
  const { socket } = request;
  let isConnected = false;
  const outgoing = connect(path, () => {
    isConnected = true;
    // A client sends nothing after its request before that is answered.
    outgoing.write(headOf(request));
    outgoing.pipe(socket);
    socket.pipe(outgoing);
  });
  outgoing.on('error', () => {});
  outgoing.once('close', () => {
    if (isConnected) socket.destroySoon();
    else if (!socket.destroyed) failed();
  });
  socket.once('close', () => outgoing.destroy());
}

/** Exactly as it arrived: Node has made sure that no line breaks out of its header. */
function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
