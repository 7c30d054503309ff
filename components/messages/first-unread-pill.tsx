'use client';

import { ArrowUp } from 'lucide-react';
import { useTexts } from '@/components/page/preferences-provider';
import { useTimes } from '@/components/page/use-times';
import type { Row } from '@/lib/chat/timeline/rows';
import { Pill } from './pill';

interface FirstUnreadPillProps {
  readonly count: number;
  /** The first unread message, if it is loaded. */
  readonly first: Row | undefined;
  readonly onClick: () => void;
}

/** Says how much came while the reader was away, and leads to where it begins. */
export function FirstUnreadPill({ count, first, onClick }: FirstUnreadPillProps) {
  const times = useTimes();
  const texts = useTexts();
  const at = first?.kind === 'message' ? first.message.at : null;
  // A time of another day would be misread.
  const isOfToday = at !== null && times.isToday(at);
  return (
    <Pill place="top" onClick={onClick}>
      <span>{isOfToday ? texts.newSince(count, times.time(at)) : texts.newCount(count)}</span>
      <ArrowUp size={14} aria-hidden />
    </Pill>
  );
}
