import { expect, it } from 'vitest';
import { type Entry, START } from '@/lib/chat/entry';
import type { Appended, RoomLog } from '@/lib/server/log/room-log';
import { RoomWriter } from './room-writer';

const message: Entry = {
  kind: 'posted',
  id: 'ada.1',
  author: { id: 'ada', name: 'Ada' },
  at: 1,
  text: 'Hello',
};

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
