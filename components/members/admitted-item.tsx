import { useTexts } from '@/components/page/preferences-provider';
import { type Times, useTimes } from '@/components/page/use-times';
import type { AdmittedMember } from '@/lib/chat/events/admitted';
import type { Texts } from '@/lib/client/texts/texts';
import { MemberAvatar } from './member-avatar';
import { MemberMenu } from './member-menu';
import { MemberName } from './member-name';
import { RoleMark } from './role-mark';
import { VerifiedMark } from './verified-mark';

interface AdmittedItemProps {
  readonly member: AdmittedMember;
  readonly isSelf: boolean;
}

/** Somebody who may enter: since when, and by which link. Laid out only when in view. */
export function AdmittedItem({ member, isSelf }: AdmittedItemProps) {
  const texts = useTexts();
  const times = useTimes();
  const { id, at, link, isHere } = member;
  const name = member.name ?? texts.moderation.noName;
  const how = howOf(member, texts, times);
  return (
    <li className="flex h-12 items-center gap-1 pr-1 pl-2 [contain-intrinsic-size:auto_48px] [content-visibility:auto]">
      <span className={`flex pr-1.5 ${isHere ? '' : 'opacity-60'}`}>
        <MemberAvatar id={id} name={name} size="small" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 items-center gap-1.5">
          {isHere ? (
            <MemberName id={id} name={name} />
          ) : (
            <span dir="auto" title={name} className="truncate text-soft">
              {name}
            </span>
          )}
          <VerifiedMark memberId={id} />
          <RoleMark id={id} />
          {isSelf && <span className="text-small text-soft">{texts.you}</span>}
        </span>
        {how !== '' && (
          <span
            title={at === undefined ? undefined : texts.moderation.letInOn(times.moment(at), link)}
            className="block truncate text-soft text-tiny tabular-nums"
          >
            {how}
          </span>
        )}
      </span>
      <MemberMenu member={{ id, name }} />
    </li>
  );
}

/** Empty for somebody who is here and whose details have not been read yet. */
function howOf({ at, link, isHere }: AdmittedMember, { moderation }: Texts, times: Times): string {
  const since =
    at === undefined ? (isHere ? '' : moderation.sinceUnknown) : moderation.since(times.short(at));
  const by = link === undefined ? '' : link === 'present' ? moderation.presentLink : moderation.earlierLink;
  return [since, by].filter((part) => part !== '').join(' · ');
}
