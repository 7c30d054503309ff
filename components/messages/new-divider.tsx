import { useTexts } from '@/components/page/preferences-provider';

/** Marks where the reader left off. */
export function NewDivider() {
  const texts = useTexts();
  return (
    <div className="flex items-center gap-3 pt-3 font-medium text-accent text-small">
      <span className="h-px flex-1 bg-accent opacity-40" />
      <span>{texts.newMessages}</span>
    </div>
  );
}
