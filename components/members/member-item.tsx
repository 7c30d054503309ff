import { memo } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import type { Member } from '@/lib/chat/member';
import { MemberAvatar } from './member-avatar';
import { MemberMenu } from './member-menu';
import { MemberName } from './member-name';
import { RoleMark } from './role-mark';
import { VerifiedMark } from './verified-mark';

interface MemberItemProps {
  readonly member: Member;
  readonly isSelf: boolean;
}

/** One of perhaps thousands: renders again only when it changes, and is laid out only when in view. */
export const MemberItem = memo(function MemberItem({ member: { id, name }, isSelf }: MemberItemProps) {
  const texts = useTexts();
  return (
    <li className="flex h-9 items-center gap-2.5 px-2 [contain-intrinsic-size:auto_36px] [content-visibility:auto]">
      <MemberAvatar id={id} name={name} size="small" />
      <span className="flex min-w-0 gap-1.5">
        <MemberName id={id} name={name} />
        <VerifiedMark memberId={id} />
      </span>
      <RoleMark id={id} />
      {isSelf && <span className="text-small text-soft">{texts.you}</span>}
      <span className="ml-auto">
        <MemberMenu member={{ id, name }} />
      </span>
    </li>
  );
});
