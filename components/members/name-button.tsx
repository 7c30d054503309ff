import { Pencil } from 'lucide-react';
import { useTexts } from '@/components/page/preferences-provider';

interface NameButtonProps {
  readonly name: string;
  readonly onEdit: () => void;
}

/** The member's name; a press on it opens the field to change it. */
export function NameButton({ name, onEdit }: NameButtonProps) {
  const texts = useTexts();
  return (
    <div className="flex h-11 items-center pb-1 pl-2 short:sm:max-w-40 short:sm:pl-0 touch:h-13">
      <button
        type="button"
        aria-label={texts.renameFrom(name)}
        onClick={onEdit}
        className="flex h-8 min-w-0 items-center gap-1.5 rounded-lg px-2 text-small text-soft hover:bg-hover hover:text-ink touch:h-11"
      >
        <span dir="auto" className="truncate">
          {name}
        </span>
        <Pencil size={12} aria-hidden className="shrink-0" />
      </button>
    </div>
  );
}
