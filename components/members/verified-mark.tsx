import { BadgeCheck } from 'lucide-react';
import { useTexts } from '@/components/page/preferences-provider';
import { isVerified } from '@/lib/chat/verified';

/** Marks a member that a site vouches for; guests get nothing. */
export function VerifiedMark({ memberId }: { readonly memberId: string }) {
  const texts = useTexts();
  if (!isVerified(memberId)) return null;
  return (
    <span
      role="img"
      aria-label={texts.verified}
      title={texts.verified}
      className="shrink-0 self-center text-accent"
    >
      <BadgeCheck size={14} aria-hidden />
    </span>
  );
}
