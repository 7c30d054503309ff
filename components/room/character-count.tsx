'use client';

import { countCharacters, MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text';
import { useTexts } from './preferences-provider';

/** Nobody thinks of the limit before there are so few characters left. */
const SHOWN_BELOW = 200;

export function CharacterCount({ text }: { readonly text: string }) {
  const texts = useTexts();
  if (text.length <= MESSAGE_MAX_CHARACTERS - SHOWN_BELOW) return null;
  const left = MESSAGE_MAX_CHARACTERS - countCharacters(text);
  if (left > SHOWN_BELOW) return null;
  return (
    <p className={`ml-auto text-small tabular-nums ${left < 0 ? 'text-danger' : 'text-soft'}`}>
      {left < 0 ? texts.charactersOver(-left) : texts.charactersLeft(left)}
    </p>
  );
}
