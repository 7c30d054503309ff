import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';

interface FreeNamesProps {
  readonly names: readonly string[];
  readonly onChoose: (name: string) => void;
}

/** Offers names that are free when the wanted one is taken. */
export function FreeNames({ names, onChoose }: FreeNamesProps) {
  const texts = useTexts();
  if (names.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5 pt-1.5 text-small">
      <legend className="sr-only">{texts.freeNames}</legend>
      {names.map((name) => (
        <Button key={name} look="chip" onClick={() => onChoose(name)}>
          <span dir="auto" className="max-w-52 truncate">
            {name}
          </span>
        </Button>
      ))}
    </fieldset>
  );
}
