import { useTexts } from '@/components/page/preferences-provider';
import { startOf } from '@/components/page/room-title';
import { Sentence } from '@/components/ui/sentence';
import { useChat } from '@/lib/client/use-chat';

/** Stands at the top when there is nothing above. */
export function RoomStart({ isTrimmed }: { readonly isTrimmed: boolean }) {
  const texts = useTexts();
  const start = useChat((state) => startOf(state, texts));
  return (
    <p className="wrap-anywhere overflow-clip pt-8 pb-2 pl-12 text-small text-soft">
      <Sentence>{isTrimmed ? texts.historyStart : start}</Sentence>
    </p>
  );
}
