import { io, type Socket } from 'socket.io-client';
import type { Place } from './place';

const heard = (socket: Socket, line: string): Promise<void> =>
  new Promise((resolve) => {
    const listen = (text: string) => {
      if (text !== line) return;
      socket.off('message', listen);
      resolve();
    };
    socket.on('message', listen);
  });

/** Somebody says `texts`, one after another, faster than a person could type. */
export async function fillHistory(place: Place, name: string, texts: readonly string[]): Promise<void> {
  const socket = io(place.url, { transports: ['websocket'], forceNew: true });
  const named = heard(socket, `Your username has been set to: ${name}`);
  socket.emit('set_username', name);
  await named;
  const last = heard(socket, `${name}: ${texts.at(-1)}`);
  for (const text of texts) socket.send(text);
  await last;
  socket.disconnect();
}
