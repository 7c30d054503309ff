'use client';

import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';
import { useSettledStatus } from './use-settled-status';

/** Says whether there is a connection, and to which node, for anybody who wonders. Never read out by itself. */
export function ConnectionStatus({ className = '' }: { readonly className?: string }) {
  const texts = useTexts();
  const node = useChat((state) => state.session?.node ?? null);
  const status = useSettledStatus();
  const parts = [texts.connectionStates[status], node === null ? null : texts.node(node)];
  return (
    <p
      role="status"
      aria-live="off"
      aria-label={texts.connection}
      className={`truncate px-4 py-3 text-small text-soft ${className}`}
    >
      {parts.filter(Boolean).join(' · ')}
    </p>
  );
}
