import type { Deed } from '@/lib/chat/moderation';
import { useTexts } from './preferences-provider';

/** What somebody did to keep order in the room: everybody there reads it. */
export function DeedLine({ deed }: { readonly deed: Deed }) {
  const texts = useTexts();
  return <p className="wrap-anywhere py-1 pl-12 text-small text-soft">{texts.order.deed(deed)}</p>;
}
