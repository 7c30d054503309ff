import type { ErrorCode } from '@/lib/chat/errors';
import type { ChatState } from '@/lib/client/chat-state';
import { useTexts } from './preferences-provider';

/** Why there is nothing to write here; `null` where there is. */
export function closedBy({ connection, session, isSignedIn }: ChatState): ErrorCode | null {
  if (connection.status === 'refused') return connection.code;
  return session?.isReader === true && !isSignedIn ? 'guests_read' : null;
}

/** Stands where others have their name and what they write. */
export function ClosedLine({ code }: { readonly code: ErrorCode }) {
  const texts = useTexts();
  return (
    <p role="status" className="rounded-xl border border-line px-4 py-3 text-small text-soft">
      {texts.errors[code]}
    </p>
  );
}
