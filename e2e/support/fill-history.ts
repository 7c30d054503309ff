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

async function enter(place: Place, name: string): Promise<Socket> {
  const socket = io(place.url, { transports: ['websocket'], forceNew: true });
  const named = heard(socket, `Your username has been set to: ${name}`);
  socket.emit('set_username', name);
  await named;
  return socket;
}

/** Somebody says `texts`, one after the other, faster than a person could type. */
export async function fillHistory(place: Place, name: string, texts: readonly string[]): Promise<void> {
  const socket = await enter(place, name);
  const last = heard(socket, `${name}: ${texts.at(-1)}`);
  for (const text of texts) socket.send(text);
  await last;
  socket.disconnect();
}

/** Somebody says something new twenty times a second, until they are stopped. */
export async function keepTalking(place: Place, name: string): Promise<() => void> {
  const socket = await enter(place, name);
  let said = 0;
  const timer = setInterval(() => {
    said += 1;
    socket.send(`remark ${said}`);
  }, 50);
  return () => {
    clearInterval(timer);
    socket.disconnect();
  };
}
