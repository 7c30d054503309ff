import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';
import { startOf } from './room-title';

/** There is nothing above this. */
export function RoomStart({ isTrimmed }: { readonly isTrimmed: boolean }) {
  const texts = useTexts();
  const start = useChat((state) => startOf(state, texts));
  return <p className="pt-8 pb-2 pl-12 text-small text-soft">{isTrimmed ? texts.historyStart : start}</p>;
}
