import { useLayoutEffect, useMemo, useRef } from 'react';
import { type Row, rowsOf } from '@/lib/chat/timeline/rows';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { dayOf } from '@/lib/client/texts/times';
import { useChat, useToday } from '@/lib/client/use-chat';

export interface Rows {
  readonly rows: readonly Row[];
  /** Whether everything new since the last render is at the front. */
  readonly isPrepended: boolean;
}

/** The rows of the conversation. */
export function useRows(): Rows {
  const timeline = useChat((state) => state.timeline);
  const newAfter = useChat((state) => state.news?.after ?? null);
  const id = useChat(memberIdOf);
  const name = useChat((state) => state.name ?? state.nameProblem?.wanted ?? '');
  const self = useMemo(() => ({ id, name }), [id, name]);
  const today = useToday();
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another zone, days begin at other messages.
  const rows = useMemo(() => rowsOf(timeline, { self, newAfter, dayOf }), [timeline, self, newAfter, today]);

  const shown = useRef(timeline);
  const isPrepended = timeline.epoch === shown.current.epoch && timeline.from < shown.current.from;
  useLayoutEffect(() => {
    shown.current = timeline;
  }, [timeline]);
  return { rows, isPrepended };
}
