import { useTexts } from '@/components/page/preferences-provider';
import type { ErrorCode } from '@/lib/chat/errors';
import type { ChatState } from '@/lib/client/state/chat-state';
import { Unsent } from './unsent';

/** Why the nodes refuse a page that has not shown anything yet; `null` otherwise. */
export const notLetInBy = ({ connection, timeline }: ChatState): ErrorCode | null =>
  connection.status === 'refused' && timeline.epoch === null ? connection.code : null;

/** Replaces the conversation: says what stands in the way, and what helps. */
export function NotLetIn({ code }: { readonly code: ErrorCode }) {
  const texts = useTexts();
  return (
    <div
      role="status"
      className="flex min-h-0 flex-1 flex-col items-center justify-center-safe overflow-y-auto gap-1 p-6 text-center"
    >
      <p className="max-w-md text-balance font-semibold text-title">{texts.errors[code]}</p>
      <p className="text-balance text-soft">{texts.signInHint}</p>
      <Unsent />
    </div>
  );
}
