'use client';

import { ArrowUp } from 'lucide-react';
import type { Row } from '@/lib/chat/rows';
import { dayOf, timeText } from '@/lib/client/texts/times';
import { Pill } from './pill';
import { usePreferences, useTexts } from './preferences-provider';

interface FirstUnreadPillProps {
  readonly count: number;
  /** The first of them, where it is loaded. */
  readonly first: Row | undefined;
  readonly onClick: () => void;
}

/** Says how much came while the reader was away, and leads to where it begins. */
export function FirstUnreadPill({ count, first, onClick }: FirstUnreadPillProps) {
  const { language } = usePreferences();
  const texts = useTexts();
  const at = first?.kind === 'message' ? first.message.at : null;
  // A time of another day would be misread.
  const isOfToday = at !== null && dayOf(at) === dayOf(Date.now());
  return (
    <Pill place="top" onClick={onClick}>
      <span>{isOfToday ? texts.newSince(count, timeText(at, language)) : texts.newCount(count)}</span>
      <ArrowUp size={14} aria-hidden />
    </Pill>
  );
}
