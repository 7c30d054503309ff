import { useMemo } from 'react';
import { isMessage } from '@/lib/chat/entry';
import { useChat } from '@/lib/client/use-chat';

/** What those are called who are in the room or have lately said something there; not oneself. */
export function useNames(): readonly string[] {
  const { members } = useChat((state) => state.present);
  const entries = useChat((state) => state.timeline.entries);
  const self = useChat((state) => state.name);
  return useMemo(() => {
    const names = new Set(members.map(({ name }) => name));
    for (const { author } of entries.filter(isMessage)) names.add(author.name);
    names.delete(self ?? '');
    return [...names].sort((one, other) => one.localeCompare(other));
  }, [members, entries, self]);
}
