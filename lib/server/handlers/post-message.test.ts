import { expect, it } from 'vitest';
import { acceptName } from '@/lib/server/names/accept-name';
import { acceptRoomTexts } from '@/lib/server/rooms/room-texts';
import { checkDraft } from './post-message';

/** Marks of two kinds in turn: sorting them takes time that grows with the square of their number. */
const stacked = (marks: number) => `a${'\u0316\u0301'.repeat(marks / 2)}`;

it('[N13] text with more marks on a letter than anybody writes is refused, whatever it is for', () => {
  expect(() => acceptName(stacked(32))).toThrow(expect.objectContaining({ code: 'name_forbidden' }));
  expect(() => acceptRoomTexts({ title: stacked(32), topic: '' })).toThrow(
    expect.objectContaining({ code: 'room_text_forbidden' }),
  );
  for (const marks of [32, 4_000, 23_990]) {
    expect(() => checkDraft({ text: stacked(marks) })).toThrow(
      expect.objectContaining({ code: 'message_marks' }),
    );
  }
  expect(() => checkDraft({ text: stacked(30) })).not.toThrow();
});
