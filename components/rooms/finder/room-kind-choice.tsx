'use client';

import { useId } from 'react';
import { useTexts } from '@/components/page/preferences-provider';

type Kind = 'open' | 'private';
const KINDS: readonly Kind[] = ['open', 'private'];

interface RoomKindChoiceProps {
  readonly chosen: Kind;
  readonly choose: (kind: Kind) => void;
}

export function RoomKindChoice({ chosen, choose }: RoomKindChoiceProps) {
  const texts = useTexts();
  const name = useId();
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="sr-only">{texts.makeRoom}</legend>
      {KINDS.map((kind) => (
        <label
          key={kind}
          className="cursor-pointer rounded-xl border border-edge px-3 py-2 outline-accent hover:bg-hover has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2"
        >
          <input
            type="radio"
            name={name}
            value={kind}
            checked={kind === chosen}
            onChange={() => choose(kind)}
            className="sr-only"
          />
          <span className="font-medium">{texts.roomKinds[kind].label}</span>
          <span className="block text-small text-soft">{texts.roomKinds[kind].hint}</span>
        </label>
      ))}
    </fieldset>
  );
}
