import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../scripts/cluster/free-port';
import { type RunningBalancer, startHaproxy, startNginx } from '../scripts/cluster/start-balancer';
import { ask, type FakeNode, startFakeNode, upgrade } from './balancer-for-tests';

const POLLING = '/socket.io/?EIO=4&transport=polling';
const WEBSOCKET = '/socket.io/?EIO=4&transport=websocket';

describe.each([
  { name: 'nginx', start: startNginx },
  { name: 'HAProxy', start: startHaproxy },
])('$name in front of two nodes', ({ name, start }) => {
  let nodes: [FakeNode, FakeNode];
  let balancer: RunningBalancer;

  beforeEach(async () => {
    nodes = [await startFakeNode('node-1'), await startFakeNode('node-2')];
    balancer = await start({ port: await freePort(), nodePorts: [nodes[0].port, nodes[1].port] });
  });
  afterEach(async () => {
    await balancer.stop();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  it('passes an upgrade, and then bytes both ways', async () => {
    const { socket } = await upgrade(balancer.port, WEBSOCKET);
    socket.write('hello');
    const [echo] = await once(socket, 'data');
    expect(String(echo)).toBe('hello');
    socket.destroy();
  });

  it('spreads new WebSockets of one address evenly over both nodes', async () => {
    const opened = [];
    for (let count = 0; count < 6; count += 1) opened.push(await upgrade(balancer.port, WEBSOCKET));
    expect(opened.filter(({ node }) => node === 'node-1')).toHaveLength(3);
    for (const { socket } of opened) socket.destroy();
  });

  // As many for each as a browser may request: nodes that take turns for everything would give each window to the same one.
  it.each([0, 1, 2, 3, 7])(
    'spreads windows that first request a page and %i scripts evenly over both nodes',
    async (scripts) => {
      const opened = [];
      for (let count = 0; count < 12; count += 1) {
        for (let file = 0; file <= scripts; file += 1) await ask(balancer.port, `/${file}`);
        opened.push(await upgrade(balancer.port, `${WEBSOCKET}&fresh=1`));
      }
      const first = opened.filter(({ node }) => node === 'node-1').length;
      expect(Math.max(first, 12 - first)).toBeLessThanOrEqual(7);
      for (const { socket } of opened) socket.destroy();
    },
  );

  it('fills up a node that has fewer connections with newly opened windows', async () => {
    const opened = [];
    for (let count = 0; count < 6; count += 1)
      opened.push(await upgrade(balancer.port, `${WEBSOCKET}&fresh=1`));
    for (const { node, socket } of opened) {
      if (node !== 'node-2') continue;
      socket.destroy();
      await once(socket, 'close');
    }
    const later = async () => (await upgrade(balancer.port, `${WEBSOCKET}&fresh=1`)).node;
    // The load balancer learns a moment later that they have gone.
    await expect.poll(async () => [await later(), await later()]).toEqual(['node-2', 'node-2']);
  });

  it('keeps long polling, and the WebSocket that replaces it, on one node', async () => {
    const home = (await ask(balancer.port, POLLING)).node;
    for (let count = 0; count < 6; count += 1) {
      expect((await ask(balancer.port, `${POLLING}&sid=abc`)).node).toBe(home);
      expect((await ask(balancer.port, `${POLLING}&sid=abc`, {}, 'POST')).node).toBe(home);
    }
    const { node, socket } = await upgrade(balancer.port, `${WEBSOCKET}&sid=abc`);
    expect(node).toBe(home);
    socket.destroy();
  });

  it('[R12] leads a page without WebSockets whose node ends to the other node on its next attempt', async () => {
    const attempt = (count: number, sid = '') => ask(balancer.port, `${POLLING}&attempt=a${count}${sid}`);
    nodes[0].isDraining = true;
    let letIn = 0;
    for (let count = 0; count < 16; count += 1) {
      const { node, status } = await attempt(count);
      if (status === 200) letIn += 1;
      expect(status).toBe(node === 'node-1' ? 503 : 200);
      for (let poll = 0; poll < 3; poll += 1) expect((await attempt(count, '&sid=abc')).node).toBe(node);
    }
    expect(letIn).toBeGreaterThan(0);
    expect(letIn).toBeLessThan(16);
  });

  it('tells the node the true address, host and scheme, whatever the browser claims', async () => {
    const forged = { 'X-Forwarded-For': '6.6.6.6', 'X-Forwarded-Proto': 'gopher', Host: 'chat.example:5000' };
    const { headers } = await ask(balancer.port, '/', forged);
    expect(headers.host).toBe('chat.example:5000');
    expect(headers['x-forwarded-for']).toMatch(/^(::ffff:)?127\.0\.0\.1$/);
    expect(headers['x-forwarded-host']).toBe('chat.example:5000');
    expect(headers['x-forwarded-proto']).toBe('http');
  });

  it('answers from the other node if one is gone', async () => {
    await nodes[0].stop();
    for (let count = 0; count < 4; count += 1) {
      expect((await ask(balancer.port, '/')).node).toBe('node-2');
      expect((await ask(balancer.port, POLLING)).node).toBe('node-2');
      const { node, socket } = await upgrade(balancer.port, WEBSOCKET);
      expect(node).toBe('node-2');
      socket.destroy();
    }
  });

  it('gives a node that refused WebSockets for a while its share of them again as soon as it accepts them', async () => {
    const opened = [];
    nodes[1].isDraining = true;
    for (let count = 0; count < 2; count += 1) opened.push(await upgrade(balancer.port, WEBSOCKET));
    expect(opened.map(({ node }) => node)).toEqual(['node-1', 'node-1']);
    nodes[1].isDraining = false;
    for (let count = 0; count < 4; count += 1) opened.push(await upgrade(balancer.port, WEBSOCKET));
    // Two of four if nodes take turns, three if the emptier one is preferred.
    expect(opened.filter(({ node }) => node === 'node-2').length).toBeGreaterThanOrEqual(2);
    for (const { socket } of opened) socket.destroy();
  });

  // nginx checks nobody; it learns that a node is gone by failing to reach it.
  if (name === 'HAProxy') {
    it('sends nobody to a node that says it is not ready', async () => {
      nodes[1].isReady = false;
      const answers = () => answering(balancer.port, 4);
      await expect.poll(answers, { timeout: 10_000 }).toEqual(Array(4).fill('node-1'));
    });
  }

  it('keeps live connections when its configuration changes', async () => {
    const { node, socket } = await upgrade(balancer.port, WEBSOCKET);
    const other = node === 'node-1' ? nodes[1] : nodes[0];
    const answeringAfterReload = async () => {
      await balancer.reload([other.port, other.port]);
      return answering(balancer.port, 4);
    };
    // Repeatedly: HAProxy's master does not hear a signal in its first milliseconds.
    await expect.poll(answeringAfterReload, { interval: 500, timeout: 10_000 }).not.toContain(node);
    socket.write('still here');
    const [echo] = await once(socket, 'data');
    expect(String(echo)).toBe('still here');
    socket.destroy();
  });
});

/** Returns the nodes that answer `count` requests. */
async function answering(port: number, count: number): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(port, '/')));
  return answers.map((answer) => answer.node);
}
