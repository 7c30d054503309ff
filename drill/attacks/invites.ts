import { randomUUID } from 'node:crypto';
import { hiddenRoomId } from '@/lib/chat/room';
import type { Attack } from './attack';
import { mostOf } from './limits';
import { askWithoutEnd } from './requests';

const GUESTS = 20;

export const invites: Attack = {
  name: 'invites',
  story: `${GUESTS} guests guess invites of private rooms, 40 times a second each.`,
  counted: 'guesses that were looked at',
  mostThrough: (ms) => mostOf('rooms', ms),
  run: (target) =>
    askWithoutEnd(target, GUESTS, (guest) => {
      const room = hiddenRoomId('private', randomUUID());
      return guest.ask('invite:accept', { room, invite: randomUUID() });
    }),
};
