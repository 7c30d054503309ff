import { randomUUID } from 'node:crypto';
import { LOBBY } from '@/lib/chat/protocol';
import type { Attack } from './attack';
import type { Target } from './target';

const GUESTS = 20;
const EVERY_MS = 100;
/** 48 KB, as long as a message may be, nearly all marks. */
const STACK = `a${'\u0301\u0327'.repeat(11_990)}`;
/** Not in canonical order, which makes sorting slow. */
const MIXED = `a${'\u0327\u0301\u0316'.repeat(7_990)}`;

export const stackedMarks: Attack = {
  name: 'stacked marks',
  story: `${GUESTS} guests send messages and names of one letter with 24,000 marks on it, 10 a second each.`,
  counted: 'such messages and names that were taken',
  mostThrough: () => 0,
  run: (target) => target.crowd(GUESTS, (place) => stack(target, place)),
};

async function stack(target: Target, place: number): Promise<void> {
  const guest = await target.enter(place);
  if (guest === null) return;
  await guest.ask('room:join', { room: LOBBY });
  await target.every(EVERY_MS, guest, () => {
    target.tried += 1;
    const text = target.tried % 2 === 0 ? STACK : MIXED;
    const asked =
      target.tried % 4 === 0
        ? guest.ask('name:set', { name: text })
        : guest.ask('message:send', { room: LOBBY, key: randomUUID(), text });
    void asked.then((answer) => {
      if (answer?.isOk) target.through += 1;
    });
  });
  guest.close();
}
