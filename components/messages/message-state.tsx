'use client';

import { Clock } from 'lucide-react';
import { mutedText } from '@/components/composer/muted-line';
import { useTexts } from '@/components/page/preferences-provider';
import { type Times, useTimes } from '@/components/page/use-times';
import { Button } from '@/components/ui/button';
import type { ErrorReport } from '@/lib/chat/errors';
import type { Pending } from '@/lib/chat/timeline/timeline';
import type { Texts } from '@/lib/client/texts/texts';
import { discard, retry } from '@/lib/client/use-chat';

/** A message on its way. Shows only if that takes a while. */
export function PendingClock({ label }: { readonly label: string }) {
  return (
    <span className="appear-late ml-1.5 inline-block align-[-1px] text-soft">
      <Clock size={12} aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** The message may wait for hours, and by then its writer may no longer want to say it. */
export function HeldLine({ message }: { readonly message: Pending }) {
  const texts = useTexts();
  return (
    <p className="text-small">
      <Button look="text" onClick={() => discard(message)}>
        {texts.delete}
      </Button>
    </p>
  );
}

/** Not sent: says why, and what the person can do about it. */
export function RefusedLine({ message, error }: { readonly message: Pending; readonly error: ErrorReport }) {
  const times = useTimes();
  const texts = useTexts();
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-danger text-small">
      <span>{reasonOf(error, texts, times)}</span>
      <span className="flex items-center gap-1">
        <Button look="text" onClick={() => retry(message)}>
          {texts.retry}
        </Button>
        <span aria-hidden>·</span>
        <Button look="text" onClick={() => discard(message)}>
          {texts.delete}
        </Button>
      </span>
    </p>
  );
}

function reasonOf({ code, until }: ErrorReport, texts: Texts, times: Times): string {
  return code === 'muted' ? mutedText(until, texts, times) : texts.errors[code];
}
