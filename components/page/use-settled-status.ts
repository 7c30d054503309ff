import { useHasLasted } from '@/components/ui/use-has-lasted';
import type { Connection } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

/** Shorter trouble is not worth showing. */
export const TROUBLE_SHOWN_AFTER_MS = 2_000;

/** The state of the connection without the hiccups. */
export function useSettledStatus(): Connection['status'] {
  const connection = useChat((state) => state.connection);
  const since = 'since' in connection ? connection.since : null;
  const isTrouble = useHasLasted(since, TROUBLE_SHOWN_AFTER_MS);
  const isHiccup = since !== null && connection.status !== 'connecting' && !isTrouble;
  return isHiccup ? 'connected' : connection.status;
}
