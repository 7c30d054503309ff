'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { MemberAvatar } from '@/components/members/member-avatar';
import { VerifiedMark } from '@/components/members/verified-mark';
import type { Member } from '@/lib/chat/member';

interface FoundPersonProps {
  readonly person: Member;
  readonly onChoose: () => void;
}

/** A person who was found and can be written to. */
export function FoundPerson({ person, onChoose }: FoundPersonProps) {
  const { id, name } = person;
  return (
    <Autocomplete.Item
      value={person}
      onClick={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 outline-none data-highlighted:bg-hover"
    >
      <MemberAvatar id={id} name={name} size="tiny" />
      <span dir="auto" className="truncate font-medium">
        {name}
      </span>
      <VerifiedMark memberId={id} />
    </Autocomplete.Item>
  );
}
