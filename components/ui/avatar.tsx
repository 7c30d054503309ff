const TONES = 8;

const sizes = {
  tiny: 'size-5 text-[10px] rounded-md',
  small: 'size-6 text-tiny rounded-lg',
  large: 'size-9 text-small rounded-xl',
};

interface AvatarProps {
  /** Decides the colour, so that it stays when the name changes. */
  readonly id: string;
  readonly name: string;
  readonly size: keyof typeof sizes;
}

/** Says nothing that the name beside it does not say. */
export function Avatar({ id, name, size }: AvatarProps) {
  return (
    <span
      aria-hidden
      data-tone={toneOf(id)}
      className={`tone inline-flex shrink-0 select-none items-center justify-center font-semibold ${sizes[size]}`}
    >
      {initialOf(name)}
    </span>
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
