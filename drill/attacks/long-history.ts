import type { Attack } from './attack';
import type { Client } from './client';
import { mostOf } from './limits';
import { LONG_TEXT, writeLongTexts } from './long-texts';
import type { Target } from './target';

const ADDRESSES = 20;
const WRITERS = 10;
const READERS = 2;
/** Of 44 KB each: Redis has to hold them, too. */
const MESSAGES_MAX = 2_000;

export const longHistory: Attack = {
  name: 'long history',
  story: `${WRITERS} guests at a time, from ${ADDRESSES} addresses, fill up to 50 rooms with messages of ${Math.floor(Buffer.byteLength(LONG_TEXT) / 1_024)} KB, and ${READERS} others are in all of these at both nodes.`,
  counted: 'messages that were taken',
  mostThrough: (ms) => Math.min(mostOf('messages', ms, ADDRESSES), MESSAGES_MAX + WRITERS * 5),
  run: async (target) => {
    for (let place = 0; place < READERS; place += 1) {
      const reader = await target.enter(place);
      if (reader !== null) await joinAll(reader, target.rooms);
    }
    let visits = 0;
    await target.crowd(WRITERS, (place) => {
      visits += 1;
      return write(target, place, visits);
    });
  },
};

/** The nodes hold a room's newest entries for as long as anybody is there. */
async function joinAll(reader: Client, rooms: readonly string[]): Promise<void> {
  await Promise.all(rooms.map((room) => reader.ask('room:join', { room })));
}

async function write(target: Target, place: number, visit: number): Promise<void> {
  if (target.tried >= MESSAGES_MAX) return;
  const writer = await target.enter(place, `203.0.113.${(visit % ADDRESSES) + 1}`);
  if (writer === null) return;
  target.tried += 5;
  const taken = await writeLongTexts(writer, target.rooms[visit % target.rooms.length] as string);
  target.through += taken;
  writer.close();
}
