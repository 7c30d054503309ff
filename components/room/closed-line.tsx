import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/chat/errors';
import type { ChatState } from '@/lib/client/chat-state';

/** Why there is nothing to write here; `null` where there is. */
export function closedBy({ connection, session, isSignedIn }: ChatState): ErrorCode | null {
  if (connection.status === 'refused') return connection.code;
  return session?.isReader === true && !isSignedIn ? 'guests_read' : null;
}

/** Stands where others have what they write. */
export function ClosedLine({ children }: { readonly children: ReactNode }) {
  return (
    <p
      role="status"
      tabIndex={-1}
      className="mb-5 rounded-xl border border-line px-4 py-3 text-small text-soft"
    >
      {children}
    </p>
  );
}
