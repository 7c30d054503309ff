import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { withDeadline } from './deadline';

function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('[A5] a node that stood still takes the answer that came meanwhile, and does not blame the store', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  for (let times = 0; times < 20; times += 1) {
    const connected = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    const [[peer]] = await Promise.all([connected, once(socket, 'connect')]);
    const asked = withDeadline(once(socket, 'data'), 20);
    peer.end('answer');
    standStill(40);
    await expect(asked).resolves.toHaveLength(1);
    socket.destroy();
  }
  server.close();
});

it('[A5] a request that is never answered is refused when its time is over', async () => {
  await expect(withDeadline(new Promise(() => {}), 10)).rejects.toMatchObject({ code: 'store_unavailable' });
});
