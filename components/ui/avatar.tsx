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
  /** Where a picture may be found. */
  readonly picture?: string | undefined;
}

/** Hidden from screen readers: the name beside it says the same. */
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

/**
 * Covers the initial once it has loaded; without a picture the initial stays. The border sets off a picture as light as the
 * page.
 */
function Picture({ src }: { readonly src: string }) {
  const [isThere, setIsThere] = useState(false);
  // A picture from the cache shows at once, so that scrolling back to a message does not make it blink.
  const look = (image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth > 0) setIsThere(true);
  };
  return (
    // biome-ignore lint/performance/noImgElement: next/image would make the node fetch it from the picture's host.
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

/** The first character as a person sees it, even if it is a flag or a family. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name);
  return first?.segment.toLocaleUpperCase() ?? '';
}
