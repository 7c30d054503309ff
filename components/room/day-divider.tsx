import { dayText } from '@/lib/client/texts/times';
import { usePreferences, useTexts } from './preferences-provider';

export function DayDivider({ at }: { readonly at: number }) {
  const texts = useTexts();
  const { language } = usePreferences();
  return (
    <div className="flex items-center gap-3 pt-6 pb-1 text-small text-soft">
      <span className="h-px flex-1 bg-line" />
      <span>{dayText(at, Date.now(), language, texts)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
