import type { Language } from '@/lib/client/texts/languages';
import type { Texts } from '@/lib/client/texts/texts';
import { momentText } from '@/lib/client/texts/times';
import { ClosedLine } from './closed-line';
import { usePreferences, useTexts } from './preferences-provider';

/** @param until absent for good */
export function mutedText(until: number | undefined, texts: Texts, language: Language): string {
  if (until === undefined) return texts.errors.muted;
  return texts.order.mutedUntil(momentText(until, Date.now(), language));
}

/** Stands where others write, so that nobody writes only to be refused. */
export function MutedLine({ until }: { readonly until: number | undefined }) {
  const texts = useTexts();
  const { language } = usePreferences();
  return <ClosedLine>{mutedText(until, texts, language)}</ClosedLine>;
}
