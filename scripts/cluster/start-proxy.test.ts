import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Delays, HELD, type RunningProxy, startProxy } from './start-proxy';

let echo: ReturnType<typeof createServer>;
let echoed: Socket[];
let proxy: RunningProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  echoed = [];
  echo = createServer((socket) => {
    echoed.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startProxy((echo.address() as AddressInfo).port);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  proxy.close();
  echo.close();
});

/** Somebody who sends things through the proxy, and counts how much of the echo has arrived. */
async function open() {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => {});
  const heard = { text: '', hasEnded: false };
  socket.on('data', (bytes) => {
    heard.text += bytes.toString();
  });
  socket.on('end', () => {
    heard.hasEnded = true;
  });
  await once(socket, 'connect');
  return { socket, heard };
}

/** Returns what the server has read so far, after giving what is on its way time to arrive: a round trip of another client. */
async function settle(): Promise<void> {
  const other = connect((echo.address() as AddressInfo).port, '127.0.0.1');
  other.write('?');
  await once(other, 'data');
  other.destroy();
}

const readBy = (place: number) => echoed[place]?.bytesRead ?? 0;

it('passes on what arrives, both ways, and the end of the connection', async () => {
  const { socket, heard } = await open();
  socket.end('hello');
  await expect.poll(() => heard).toEqual({ text: 'hello', hasEnded: true });
});

it.each<[string, Delays, number]>([
  ['to the server', { up: HELD }, 0],
  ['from the server', { down: HELD }, 5],
  ['both ways', { up: HELD, down: HELD }, 0],
])('holds what goes %s, and lets it through afterwards', async (_way, delays, arrives) => {
  const { socket, heard } = await open();
  await expect.poll(() => echoed.length).toBe(1);
  proxy.delay(delays);
  socket.end('hello');
  await expect.poll(() => readBy(0)).toBe(arrives);
  await settle();
  expect([readBy(0), heard]).toEqual([arrives, { text: '', hasEnded: false }]);
  proxy.delay({});
  await expect.poll(() => heard).toEqual({ text: 'hello', hasEnded: true });
});

it('delays each way by as much as it is told', async () => {
  proxy.delay({ up: 40, down: 60 });
  const { socket, heard } = await open();
  const began = performance.now();
  socket.write('hello');
  await expect.poll(() => heard.text, { interval: 5 }).toBe('hello');
  // Timers may fire a millisecond early.
  expect(performance.now() - began).toBeGreaterThanOrEqual(98);
});

it('keeps the order and every byte, however the delays change meanwhile', { timeout: 30_000 }, async () => {
  const delay = fc.constantFrom(0, 1, 5, HELD);
  const steps = fc.array(fc.record({ up: delay, down: delay, bytes: fc.integer({ min: 1, max: 400_000 }) }), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (schedule) => {
      const { socket, heard } = await open();
      let said = '';
      for (const [index, { up, down, bytes }] of schedule.entries()) {
        proxy.delay({ up, down });
        const text = String.fromCharCode(97 + index).repeat(bytes);
        said += text;
        socket.write(text);
        await settle();
      }
      proxy.delay({});
      socket.end();
      await expect.poll(() => heard.hasEnded, { interval: 1, timeout: 5_000 }).toBe(true);
      expect(heard.text === said).toBe(true);
    }),
    { numRuns: 15 },
  );
});

it('swallows what is said over connections that began with a given word, and over no other', async () => {
  const [one, other] = [await open(), await open()];
  one.socket.write('name one;');
  other.socket.write('name other;');
  await expect.poll(() => one.heard.text + other.heard.text).toBe('name one;name other;');
  proxy.swallow('name one');
  one.socket.write('more');
  other.socket.write('more');
  await expect.poll(() => other.heard.text).toBe('name other;more');
  await settle();
  expect(one.heard.text).toBe('name one;');
});

it('lets clients that begin with a word say nothing more, while they still hear everything', async () => {
  proxy.swallowAfter('upgrade');
  const { socket, heard } = await open();
  socket.write('upgrade');
  await expect.poll(() => heard.text).toBe('upgrade');
  socket.write(' more');
  echoed[0]?.write(', yes');
  await expect.poll(() => heard.text).toBe('upgrade, yes');
  proxy.swallowAfter(null);
  const another = await open();
  another.socket.write('upgrade');
  await expect.poll(() => another.heard.text).toBe('upgrade');
  another.socket.write(' more');
  await expect.poll(() => another.heard.text).toBe('upgrade more');
});

it('lets clients that begin with a word hear only the first answer, while they can still say everything', async () => {
  proxy.swallowAfter('upgrade', 'down');
  const { socket, heard } = await open();
  socket.write('upgrade');
  await expect.poll(() => heard.text).toBe('upgrade');
  socket.write(' more');
  await expect.poll(() => readBy(0)).toBe('upgrade more'.length);
  await settle();
  expect(heard.text).toBe('upgrade');
});

it('tells a client that nobody listens behind it by ending the connection', async () => {
  echo.close();
  const { heard } = await open();
  await expect.poll(() => heard.hasEnded).toBe(true);
});
