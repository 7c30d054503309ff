import type { Attack } from './attack';
import { mostOf } from './limits';
import { askWithoutEnd } from './requests';

const GUESTS = 20;

export const joins: Attack = {
  name: 'joins',
  story: `${GUESTS} guests go in and out of one room after the other, 40 times a second each.`,
  counted: 'joins and leaves',
  mostThrough: (ms) => mostOf('joins', ms),
  run: (target) => {
    const { rooms } = target;
    return askWithoutEnd(target, GUESTS, (guest, before) => {
      // The same room twice: in, and out again.
      const room = rooms[Math.floor(before / 2) % rooms.length] as string;
      return guest.ask(before % 2 === 0 ? 'room:join' : 'room:leave', { room });
    });
  },
};
