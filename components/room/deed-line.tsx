import type { Deed } from '@/lib/chat/moderation';
import { useTexts } from './preferences-provider';
import { Sentence } from './sentence';

/** What somebody did to keep order in the room: everybody there reads it. */
export function DeedLine({ deed }: { readonly deed: Deed }) {
  const texts = useTexts();
  return (
    <p className="wrap-anywhere overflow-clip py-1 pl-12 text-small text-soft">
      <Sentence>{texts.order.deed(deed)}</Sentence>
    </p>
  );
}
