import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/chat/errors';
import type { ChatState } from '@/lib/client/state/chat-state';

/** Why the member cannot write here; `null` if they can. */
export function closedBy({ connection, session, isSignedIn }: ChatState): ErrorCode | null {
  if (connection.status === 'refused') return connection.code;
  return session?.isReader === true && !isSignedIn ? 'guests_read' : null;
}

interface ClosedLineProps {
  readonly children: ReactNode;
  /** What would let the member write again. */
  readonly action?: ReactNode;
}

/** Takes the place of the composer. */
export function ClosedLine({ children, action }: ClosedLineProps) {
  return (
    <div className="mb-5 flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line px-4 py-2 text-small text-soft">
      <p role="status" tabIndex={-1} className="wrap-anywhere min-w-0 flex-1 basis-48">
        {children}
      </p>
      {action}
    </div>
  );
}
