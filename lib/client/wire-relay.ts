import type { Handshake } from '../chat/protocol';
import type { OpenWire, Wire, WireListener } from './wire';

/** A wire whose listener can be exchanged for another. */
export interface WireRelay {
  readonly wire: Wire;
  passTo(listener: WireListener): void;
}

export function openRelay(openWire: OpenWire, handshake: () => Handshake, first: WireListener): WireRelay {
  let listener = first;
  const wire = openWire(handshake, {
    opened: (session) => listener.opened(session),
    entriesCame: (frame) => listener.entriesCame(frame),
    presenceChanged: (change) => listener.presenceChanged(change),
    typingChanged: (change) => listener.typingChanged(change),
    storeChanged: (isStoring) => listener.storeChanged(isStoring),
    nameChanged: (change) => listener.nameChanged(change),
    roomChanged: (room) => listener.roomChanged(room),
    roomFollowed: (room) => listener.roomFollowed(room),
    roomUnfollowed: (roomId) => listener.roomUnfollowed(roomId),
    expelled: (expulsion) => listener.expelled(expulsion),
    markChanged: (change) => listener.markChanged(change),
    draining: () => listener.draining(),
    lost: () => listener.lost(),
    turnedAway: (error) => listener.turnedAway(error),
  });
  return {
    wire,
    passTo: (next) => {
      listener = next;
    },
  };
}

const nothing = () => {};

/** Hears nothing of a connection that another has taken the place of. */
export const deafListener: WireListener = {
  opened: nothing,
  entriesCame: nothing,
  presenceChanged: nothing,
  typingChanged: nothing,
  storeChanged: nothing,
  nameChanged: nothing,
  roomChanged: nothing,
  roomFollowed: nothing,
  roomUnfollowed: nothing,
  expelled: nothing,
  markChanged: nothing,
  draining: nothing,
  lost: nothing,
  turnedAway: nothing,
};
