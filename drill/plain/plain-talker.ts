import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { SEEN_MAX, type Talker, type TalkerOptions } from '../talker';
import type { PlainClientToServer, PlainServerToClient } from './plain-protocol';

/** Socket.IO's client as it is: it reconnects, and keeps what is said meanwhile for later. */
export async function openPlainTalker({ url, room, name, listener }: TalkerOptions): Promise<Talker> {
  const socket: Socket<PlainServerToClient, PlainClientToServer> = io(url, {
    forceNew: true,
    transports: ['websocket', 'polling'],
  });
  const shown: string[] = [];
  const arrivals = new EventTarget();
  let isIn = false;

  const cameIn = () => {
    isIn = true;
    listener.connected();
    arrivals.dispatchEvent(new Event('in'));
  };
  socket.on('connect', () => {
    if (socket.recovered) cameIn();
    else socket.emit('join', room, cameIn);
  });
  socket.on('disconnect', () => {
    isIn = false;
    listener.interrupted('disconnected');
  });
  socket.on('said', (text) => {
    shown.push(text);
    listener.delivered(1, [text]);
  });
  await once(arrivals, 'in');

  return {
    name,
    room,
    say: (text) => {
      listener.said(text, shown.slice(-SEEN_MAX));
      socket.emit('say', room, text, () => listener.acknowledged(text));
    },
    isConnected: async () => isIn,
    // What was on its way when the connection broke is never answered.
    isSettled: async () => true,
    shown: async () => [...shown],
    leave: async () => void socket.disconnect(),
  };
}
