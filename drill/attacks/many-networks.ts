import { randomUUID } from 'node:crypto';
import type { Attack } from './attack';
import { mostOf } from './limits';
import type { Target } from './target';

const GUESTS = 24;
const NETWORKS = 64;
const ROOMS_EACH = 6;
/** How many times as much a /48 may do as one address, see lib/server/config/client-address.ts. */
const SHARE_OF_48 = 4;

export const manyNetworks: Attack = {
  name: 'IPv6',
  story: `${GUESTS} guests at a time, each from another /64 of one /48, make ${ROOMS_EACH} rooms and come again as somebody else.`,
  counted: 'rooms that were made',
  mostThrough: (ms) => mostOf('rooms', ms, SHARE_OF_48),
  run: async (target) => {
    let visits = 0;
    await target.crowd(GUESTS, (place) => {
      visits += 1;
      return makeRooms(target, place, addressIn(visits % NETWORKS));
    });
  },
};

/** An address from a block reserved for documentation. */
const addressIn = (network: number): string => `2001:db8:bad:${network.toString(16)}::1`;

async function makeRooms(target: Target, place: number, address: string): Promise<void> {
  const guest = await target.enter(place, address);
  if (guest === null) return;
  for (let count = 0; count < ROOMS_EACH && !target.isOver && guest.isOpen; count += 1) {
    const id = `spam-${randomUUID()}`;
    target.tried += 1;
    const answer = await guest.ask('room:make', { kind: 'open', id, title: id, topic: 'Buy!' });
    if (answer?.isOk) target.through += 1;
  }
  guest.close();
}
