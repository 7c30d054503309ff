import { expect, it } from 'vitest';
import { MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import { timesOfText } from './respond';

it('[F12] the longest message of letters or emoji counts once, and one of stacked marks as what it weighs', () => {
  for (const character of ['x', 'ü', '中', '😀'])
    expect(timesOfText(character.repeat(MESSAGE_MAX_CHARACTERS))).toBe(1);
  expect(timesOfText(`e${'\u0301'.repeat(5)}`.repeat(MESSAGE_MAX_CHARACTERS))).toBe(3);
});
