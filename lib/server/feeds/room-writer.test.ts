import { expect, it } from 'vitest';
import { START } from '@/lib/chat/entry';
import { aMessage } from '@/lib/chat/message-for-tests';
import type { Appended, RoomLog } from '@/lib/server/log/room-log';
import { RoomWriter } from './room-writer';

const message = aMessage();

it('[H8] an append that is answered after its room was closed leaves nothing in memory', async () => {
  let held = 0;
  let answer = (_appended: Appended) => {};
  const answered = new Promise<Appended>((resolve) => {
    answer = resolve;
  });
  const writer = new RoomWriter({
    room: 'plans',
    log: { append: () => answered } as unknown as RoomLog,
    queues: {
      add: (bytes) => {
        held += bytes;
      },
    },
    putBackRoom: async () => {},
    delivered: () => START,
    reach: () => 0,
    check: async () => {},
  });
  const appending = writer.append(message);
  writer.close();
  answer({ position: { epoch: 1, seq: 1 }, isRepeat: false });
  await appending;
  expect(held).toBe(0);
});

it('[E1] [L17] what is acknowledged late, in a history that is over, is put back before anything else is appended', async () => {
  const written: string[] = [];
  let answerFirst = (_appended: Appended) => {};
  const first = new Promise<Appended>((resolve) => {
    answerFirst = resolve;
  });
  const writer: RoomWriter = new RoomWriter({
    room: 'plans',
    log: {
      append: async (_room, id) => {
        written.push(id);
        return id === 'ada:1' ? first : { position: { epoch: 2, seq: 2 }, isRepeat: false };
      },
      putBack: async (_room, held) => {
        written.push(...held.map(({ id }) => `put back ${id}`));
        return held.map((_, index) => ({ epoch: 2, seq: index + 1 }));
      },
    } as Partial<RoomLog> as RoomLog,
    queues: { add: () => {} },
    putBackRoom: async () => {},
    delivered: () => START,
    reach: () => 0,
    check: async () => void (await writer.settle(2, () => [])),
  });
  const appending = writer.append(message);
  await writer.settle(2, () => []);
  answerFirst({ position: { epoch: 1, seq: 1 }, isRepeat: false });
  await appending;
  await writer.append(aMessage({ id: 'ada:2' }));
  expect(written).toEqual(['ada:1', 'put back ada:1', 'ada:2']);
});
