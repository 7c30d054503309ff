'use client';

import { useTexts } from '@/components/page/preferences-provider';
import { useChat } from '@/lib/client/use-chat';

/** Lies over the top of the conversation, so that nothing moves when it comes and goes. */
export function HistoryProgress() {
  const texts = useTexts();
  const isReading = useChat((state) => state.isReadingOlder);
  if (!isReading) return null;
  return (
    <p className="appear-late pointer-events-none absolute inset-x-0 top-3 z-1 text-center text-small text-soft">
      <span className="rounded-full border border-line bg-raised px-3 py-1">{texts.readingOlder}</span>
    </p>
  );
}
