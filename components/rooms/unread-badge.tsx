import { useTexts } from '@/components/page/preferences-provider';
import type { Unread } from '@/lib/client/state/chat-state';

/** A larger count shows as more than this. */
const COUNT_MAX = 99;

/** How much of a room is unread, and whether it mentions the reader. */
export function UnreadBadge({ unread: { count, isMentioned } }: { readonly unread: Unread }) {
  const texts = useTexts();
  const shown = count > COUNT_MAX ? `${COUNT_MAX}+` : count;
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1 rounded-full bg-accent px-1.5 font-medium text-on-accent text-tiny tabular-nums">
      <span aria-hidden>{isMentioned ? `@ ${shown}` : shown}</span>
      <span className="sr-only">
        {isMentioned ? `${texts.newCount(count)}, ${texts.mentioned}` : texts.newCount(count)}
      </span>
    </span>
  );
}
