'use client';

import { useTexts } from '@/components/page/preferences-provider';
import { MESSAGE_MAX_CHARACTERS, type Space, spaceBeside } from '@/lib/chat/text/text';
import type { Texts } from '@/lib/client/texts/texts';

/** Until so little is left, nobody thinks of a limit. */
const SHOWN_BELOW: Space = { characters: 200, bytes: 2_400 };

/** A shorter text never shows a count. In UTF-16 units, each of which takes at most three bytes. */
const SHOWN_FROM_UNITS = MESSAGE_MAX_CHARACTERS - SHOWN_BELOW.characters;

/** How much more fits into the message, or has to go: in characters or, where emoji and marks fill it first, in bytes. */
export function CharacterCount({ text }: { readonly text: string }) {
  const texts = useTexts();
  if (text.length <= SHOWN_FROM_UNITS) return null;
  const space = spaceBeside(text, MESSAGE_MAX_CHARACTERS);
  const measure = measureOf(space);
  const left = space[measure];
  if (left > SHOWN_BELOW[measure]) return null;
  return (
    <p
      className={`ml-auto shrink-0 whitespace-nowrap text-small tabular-nums ${left < 0 ? 'text-danger' : 'text-soft'}`}
    >
      {textOf(measure, left, texts)}
    </p>
  );
}

/** The measure that is exceeded, or will be first. */
const measureOf = ({ characters, bytes }: Space): keyof Space =>
  bytes / SHOWN_BELOW.bytes < characters / SHOWN_BELOW.characters ? 'bytes' : 'characters';

function textOf(measure: keyof Space, left: number, texts: Texts): string {
  if (measure === 'bytes') return left < 0 ? texts.bytesOver(-left) : texts.bytesLeft(left);
  return left < 0 ? texts.charactersOver(-left) : texts.charactersLeft(left);
}
