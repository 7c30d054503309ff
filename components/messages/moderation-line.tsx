import { useTexts } from '@/components/page/preferences-provider';
import { Sentence } from '@/components/ui/sentence';
import type { ModerationAction } from '@/lib/chat/moderation';

/** A moderation action, which everybody in the room can read. */
export function ModerationLine({ action }: { readonly action: ModerationAction }) {
  const texts = useTexts();
  return (
    <p className="wrap-anywhere overflow-clip py-1 pl-12 text-small text-soft">
      <Sentence>{texts.moderation.action(action)}</Sentence>
    </p>
  );
}
