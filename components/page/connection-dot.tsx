'use client';

import type { Connection } from '@/lib/client/state/chat-state';
import { useTexts } from './preferences-provider';

interface ConnectionDotProps {
  readonly status: Connection['status'];
}

/** Filled while there is a connection, hollow while there is none. */
export function ConnectionDot({ status }: ConnectionDotProps) {
  const texts = useTexts();
  const look = status === 'connected' ? 'bg-accent' : 'border border-soft';
  return (
    <span className={`size-2 shrink-0 rounded-full ${look}`}>
      <span className="sr-only">{texts.connectionStates[status]}</span>
    </span>
  );
}
