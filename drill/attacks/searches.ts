import type { Attack } from './attack';
import { mostOf } from './limits';
import { askWithoutEnd } from './requests';

const GUESTS = 20;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const searches: Attack = {
  name: 'searches',
  story: `${GUESTS} guests search the directory for what is in no room's title, 40 times a second each.`,
  counted: 'searches that were answered',
  mostThrough: (ms) => mostOf('searches', ms),
  run: (target) =>
    askWithoutEnd(target, GUESTS, (guest) => {
      const letter = LETTERS[target.tried % LETTERS.length];
      return guest.ask('rooms:list', { search: `${letter}ﷺ${target.tried}` });
    }),
};
