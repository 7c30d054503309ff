import { useTimes } from '@/components/page/use-times';

export function DayDivider({ at }: { readonly at: number }) {
  const times = useTimes();
  return (
    <div className="flex items-center gap-3 pt-6 pb-1 text-small text-soft">
      <span className="h-px flex-1 bg-line" />
      <span>{times.day(at)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
