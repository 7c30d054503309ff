import { useTexts } from '@/components/page/preferences-provider';

export const MENTION_LIST_ID = 'mention-list';
export const mentionOptionId = (index: number): string => `mention-${index}`;

/** On a low screen the list scrolls. */
const bringIntoView = (option: HTMLElement | null): void => option?.scrollIntoView({ block: 'nearest' });

interface MentionListProps {
  readonly names: readonly string[];
  readonly active: number;
  readonly onChoose: (name: string) => void;
}

/** Suggests names above the message field, which keeps the cursor. */
export function MentionList({ names, active, onChoose }: MentionListProps) {
  const texts = useTexts();
  if (names.length === 0) return null;
  return (
    <div
      id={MENTION_LIST_ID}
      role="listbox"
      aria-label={texts.people}
      className="absolute bottom-full left-0 z-10 mb-1 max-h-[calc(100dvh-5rem)] w-64 max-w-full overflow-y-auto rounded-xl border border-edge bg-raised p-1 shadow-lg"
    >
      {names.map((name, index) => (
        <div
          key={name}
          id={mentionOptionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? bringIntoView : undefined}
          // On pointer down, before the field loses the cursor.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(name);
          }}
          className="flex h-9 cursor-pointer items-center truncate rounded-lg px-3 aria-selected:bg-hover touch:h-11"
        >
          <bdi className="truncate">{name}</bdi>
        </div>
      ))}
    </div>
  );
}
