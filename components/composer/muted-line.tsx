import { useTexts } from '@/components/page/preferences-provider';
import { type Times, useTimes } from '@/components/page/use-times';
import { ClosedLine } from '@/components/ui/closed-line';
import type { Texts } from '@/lib/client/texts/texts';

/** @param until absent for good */
export function mutedText(until: number | undefined, texts: Texts, times: Times): string {
  if (until === undefined) return texts.errors.muted;
  return texts.moderation.mutedUntil(times.moment(until));
}

/** Takes the place of the composer, so that nobody writes only to be refused. */
export function MutedLine({ until }: { readonly until: number | undefined }) {
  const texts = useTexts();
  const times = useTimes();
  return <ClosedLine>{mutedText(until, texts, times)}</ClosedLine>;
}
