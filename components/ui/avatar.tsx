'use client';

import { useState } from 'react';

const TONES = 8;

const sizes = {
  tiny: 'size-5 text-[10px] rounded-md',
  small: 'size-6 text-tiny rounded-lg',
  large: 'size-9 text-small rounded-xl',
};

export interface AvatarProps {
  /** Decides the colour, so that it stays when the name changes. */
  readonly id: string;
  readonly name: string;
  readonly size: keyof typeof sizes;
  /** Where a picture may be. */
  readonly picture?: string | undefined;
}

/** Says nothing that the name beside it does not say. */
export function Avatar({ id, name, size, picture }: AvatarProps) {
  return (
    <span
      aria-hidden
      data-tone={toneOf(id)}
      className={`tone relative inline-flex shrink-0 select-none items-center justify-center font-semibold ${sizes[size]}`}
    >
      <span>{initialOf(name)}</span>
      {picture !== undefined && <Picture key={picture} src={picture} />}
    </span>
  );
}

/** Lies over the initial once it is there, and leaves it where it never is. A line keeps one as light as the page apart. */
function Picture({ src }: { readonly src: string }) {
  const [isThere, setIsThere] = useState(false);
  // One that the page has shown before is there at once: a message that is scrolled back to does not blink.
  const look = (image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth > 0) setIsThere(true);
  };
  return (
    // biome-ignore lint/performance/noImgElement: next/image would have the node fetch it from the host of the picture.
    <img
      ref={look}
      src={src}
      alt=""
      loading="lazy"
      draggable={false}
      onLoad={() => setIsThere(true)}
      className={`absolute inset-0 size-full rounded-[inherit] bg-raised object-cover outline-1 outline-ink/10 -outline-offset-1 ${isThere ? '' : 'invisible'}`}
    />
  );
}

function toneOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % TONES;
}

/** The first thing that a person sees as a character, be it a flag or a family. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name);
  return first?.segment.toLocaleUpperCase() ?? '';
}
