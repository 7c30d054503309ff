import type { Attack } from './attack';
import type { Client } from './client';
import { writeLongTexts } from './long-texts';
import type { Target } from './target';

const READERS = 16;
/** In a row, as anybody may ask. Each answer has some 200 KB. */
const PAGES = 30;
const LOOK_EVERY_MS = 100;
/** Beyond the newest message. */
const END = 2 ** 31;

export const slowReaders: Attack = {
  name: 'slow readers',
  story: `${READERS} guests ask for ${PAGES} pages of the longest messages each and then for more, and read nothing.`,
  counted: 'readers who were still there in the end',
  mostThrough: () => 0,
  run: async (target) => {
    const [room = ''] = target.rooms;
    target.isWaiting = true;
    const writer = await target.enter(0);
    if (writer === null || (await writeLongTexts(writer, room)) === 0) return;
    const readers = await Promise.all(Array.from({ length: READERS }, (_, place) => target.enter(place)));
    const here = readers.filter((reader) => reader !== null);
    await Promise.all(here.map((reader) => askAndStopReading(target, reader, room)));
    do {
      await target.pause(LOOK_EVERY_MS);
      // Somebody who reads nothing learns only by writing that the connection has ended.
      for (const reader of here) ask(target, reader, room, 1);
      target.through = here.filter(({ isOpen }) => isOpen).length;
      target.isWaiting = target.through > 0;
    } while (!target.isOver && target.isWaiting);
  },
};

async function askAndStopReading(target: Target, reader: Client, room: string): Promise<void> {
  await reader.ask('room:join', { room });
  reader.stopReading();
  ask(target, reader, room, PAGES);
}

function ask(target: Target, reader: Client, room: string, pages: number): void {
  for (let page = 0; page < pages && reader.isOpen; page += 1) {
    void reader.ask('room:history', { room, before: END });
    target.tried += 1;
  }
}
