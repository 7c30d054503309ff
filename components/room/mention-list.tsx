import { useTexts } from './preferences-provider';

export const MENTION_LIST_ID = 'mention-list';
export const mentionOptionId = (index: number): string => `mention-${index}`;

interface MentionListProps {
  readonly names: readonly string[];
  readonly active: number;
  readonly onChoose: (name: string) => void;
}

/** Who could be meant, above the field in which the name is being typed: the cursor stays there. */
export function MentionList({ names, active, onChoose }: MentionListProps) {
  const texts = useTexts();
  if (names.length === 0) return null;
  return (
    <div
      id={MENTION_LIST_ID}
      role="listbox"
      aria-label={texts.people}
      className="absolute bottom-full left-0 z-10 mb-1 w-64 max-w-full rounded-xl border border-edge bg-raised p-1 shadow-lg"
    >
      {names.map((name, index) => (
        <div
          key={name}
          id={mentionOptionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // Before the field loses the cursor.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(name);
          }}
          dir="auto"
          className="flex h-9 cursor-pointer items-center truncate rounded-lg px-3 aria-selected:bg-hover touch:h-11"
        >
          {name}
        </div>
      ))}
    </div>
  );
}
