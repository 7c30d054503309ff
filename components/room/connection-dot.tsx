'use client';

import { useTexts } from './preferences-provider';
import { useSettledStatus } from './use-settled-status';

/** Full while there is a connection, hollow while there is none. */
export function ConnectionDot() {
  const texts = useTexts();
  const status = useSettledStatus();
  const look = status === 'connected' ? 'bg-accent' : 'border border-soft';
  return (
    <span className={`size-2 shrink-0 rounded-full ${look}`}>
      <span className="sr-only">{texts.connectionStates[status]}</span>
    </span>
  );
}
