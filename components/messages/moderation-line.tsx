import { useTexts } from '@/components/page/preferences-provider';
import { Sentence } from '@/components/ui/sentence';
import type { Deed } from '@/lib/chat/moderation';

/** What somebody did to keep order in the room: everybody there reads it. */
export function DeedLine({ deed }: { readonly deed: Deed }) {
  const texts = useTexts();
  return (
    <p className="wrap-anywhere overflow-clip py-1 pl-12 text-small text-soft">
      <Sentence>{texts.order.deed(deed)}</Sentence>
    </p>
  );
}
