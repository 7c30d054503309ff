import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as ws from 'ws';
import { FrameCounter } from './frame-counter';

const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const frame = fc.record({
  opcode: fc.constantFrom(...Object.values(OPCODES)),
  fin: fc.boolean(),
  mask: fc.boolean(),
  length: fc.oneof(fc.constantFrom(0, 1, 125, 126, 127, 65_535, 65_536), fc.nat(300)),
});

/** The bytes that ws itself writes. */
function bytesOf(frames: readonly { opcode: number; fin: boolean; mask: boolean; length: number }[]): Buffer {
  const { frame } = (ws as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } }).Sender;
  return Buffer.concat(
    frames.flatMap(({ length, ...options }) =>
      frame(Buffer.alloc(length, 7), { ...options, readOnly: true, rsv1: false }),
    ),
  );
}

it('[F3] frames of every kind and length are counted, wherever the network splits them', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 99 })),
      (frames, cuts) => {
        const bytes = bytesOf(frames);
        const counter = new FrameCounter();
        let counted = 0;
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const step = cuts[turn] ?? 70_000;
          counted += counter.count(bytes.subarray(at, at + step));
          at += step;
        }
        expect(counted).toBe(frames.length);
      },
    ),
    { numRuns: 200 },
  );
});
