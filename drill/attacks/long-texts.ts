import { randomUUID } from 'node:crypto';
import { MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import type { Client } from './client';

/** As many bytes in one character as a text may have on average: 11, in six units of UTF-16. */
const HEAVY_CHARACTER = `e${'\u0301'.repeat(5)}`;

/** As long as a message can be: 44 KB. */
export const LONG_TEXT = HEAVY_CHARACTER.repeat(MESSAGE_MAX_CHARACTERS);

/** How many anybody may write in a row. */
const IN_A_ROW = 5;

/** Fills the room as much as one guest can. Returns how many messages were accepted. */
export async function writeLongTexts(client: Client, room: string): Promise<number> {
  await client.ask('room:join', { room });
  const answers = await Promise.all(
    Array.from({ length: IN_A_ROW }, () =>
      client.ask('message:send', { room, key: randomUUID(), text: LONG_TEXT }),
    ),
  );
  return answers.filter((answer) => answer?.isOk).length;
}
