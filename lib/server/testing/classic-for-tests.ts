import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { HOSTILE } from './hostile-values-for-tests';
import type { NodeForTests } from './node-for-tests';
import type { TwoNodes } from './two-nodes-for-tests';

/** What a classic client sends: it has no callback for an answer, and may have more arguments than it should. */
export interface ClassicWord {
  readonly event: string;
  readonly payloads: readonly unknown[];
}

/** A client of the tutorial's protocol that sends whatever it is told to, and keeps everything that it receives. */
export interface ClassicPerson {
  readonly socket: Socket;
  readonly id: string;
  readonly heard: readonly (readonly unknown[])[];
  say(word: ClassicWord): void;
}

/** @param address where a load balancer says that it comes from */
export async function comeClassic(
  place: TwoNodes,
  node: NodeForTests,
  address: string,
): Promise<ClassicPerson> {
  const socket = place.opened(
    io(node.url, {
      forceNew: true,
      transports: ['websocket'],
      // A disconnected client fails the test.
      reconnection: false,
      extraHeaders: { 'x-forwarded-for': address },
    }),
  );
  const heard: unknown[][] = [];
  socket.onAny((...news: unknown[]) => void heard.push(news));
  await new Promise<void>((resolve) => socket.once('message', () => resolve()));
  return {
    socket,
    id: `classic-${socket.id}`,
    heard,
    say: ({ event, payloads }) => void socket.emit(event, ...payloads),
  };
}

/** What it may send, what it may not, and what nobody should. @param text what people write */
export function anyClassicWord(text: fc.Arbitrary<string>): fc.Arbitrary<ClassicWord> {
  const name = fc.oneof(text, fc.constantFrom('Ada', 'ADA', 'Bob', 'Eve', '', ' '));
  const rubbish = fc.oneof(fc.constantFrom(...Object.values(HOSTILE)), fc.jsonValue());
  const word = (event: fc.Arbitrary<string>, ...payloads: fc.Arbitrary<unknown>[]) =>
    fc.record({ event, payloads: fc.tuple(...payloads) });
  const ours = fc.constantFrom('message', 'set_username');
  // 'error' is what a program emits at itself; the others belong to our page's protocol, or to none.
  const foreign = fc.constantFrom('error', 'message:send', 'room:join', 'admin:become', '__proto__');
  return fc.oneof(
    { weight: 4, arbitrary: word(fc.constant('message'), fc.oneof(text, fc.constant('x'.repeat(4_001)))) },
    { weight: 1, arbitrary: word(fc.constant('set_username'), name) },
    { weight: 2, arbitrary: word(ours, rubbish) },
    { weight: 1, arbitrary: word(ours, text, rubbish) },
    { weight: 1, arbitrary: word(ours) },
    { weight: 1, arbitrary: word(foreign, rubbish) },
  );
}
