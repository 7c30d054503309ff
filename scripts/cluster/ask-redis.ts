import { connect } from 'node:net';

const ANSWER_WITHIN_MS = 1_000;

/** Returns the raw answer of a Redis or Sentinel on this machine to a command; '' if there is none. */
export function askRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('close', () => resolve(answer));
  });
}
