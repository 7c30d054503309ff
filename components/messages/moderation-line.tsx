import { useTexts } from '@/components/page/preferences-provider';
import { Sentence } from '@/components/ui/sentence';
import type { ModerationAction } from '@/lib/chat/moderation';

/** What somebody did to keep order in the room: everybody there reads it. */
export function ModerationLine({ deed }: { readonly deed: ModerationAction }) {
  const texts = useTexts();
  return (
    <p className="wrap-anywhere overflow-clip py-1 pl-12 text-small text-soft">
      <Sentence>{texts.order.deed(deed)}</Sentence>
    </p>
  );
}
