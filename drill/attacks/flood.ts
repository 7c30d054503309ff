import { LOBBY } from '@/lib/chat/protocol';
import type { Attack } from './attack';
import { mostOf } from './limits';
import type { Target } from './target';

const GUESTS = 4;
const TICK_MS = 10;
/** 2,000 a second each. */
const IN_A_TICK = 20;

export const flood: Attack = {
  name: 'flood',
  story: `${GUESTS} guests send 2,000 messages a second each in the lobby, and come back at once whenever they are let go.`,
  counted: 'messages that were taken',
  mostThrough: (ms) => mostOf('messages', ms),
  run: (target) => target.crowd(GUESTS, (place) => pour(target, place)),
};

async function pour(target: Target, place: number): Promise<void> {
  const guest = await target.enter(place);
  if (guest === null) return;
  await guest.ask('room:join', { room: LOBBY });
  await target.every(TICK_MS, guest, () => {
    for (let count = 0; count < IN_A_TICK; count += 1) {
      target.tried += 1;
      const key = `flood-${String(target.tried).padStart(8, '0')}`;
      void guest.ask('message:send', { room: LOBBY, key, text: `flood ${target.tried}` }).then((answer) => {
        if (answer?.isOk) target.through += 1;
      });
    }
  });
  guest.close();
}
