import { connect } from 'node:net';

const ANSWER_WITHIN_MS = 1_000;

/** What a Redis or a Sentinel on this machine answers to a command, as it comes over the wire; '' where none answers. */
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
