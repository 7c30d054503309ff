'use client';

import { useEffect, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { Modal } from '@/components/ui/popups/modal';
import { RadioList } from '@/components/ui/radio-list';
import { Sentence } from '@/components/ui/sentence';
import type { ErrorCode } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { roomActions, useChat } from '@/lib/client/use-chat';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `null` is for good. */
const TIMES = {
  mute: [10 * MINUTE_MS, HOUR_MS, DAY_MS, null],
  ban: [HOUR_MS, DAY_MS, 7 * DAY_MS, null],
} as const;

interface RestrictProps {
  readonly kind: 'mute' | 'ban';
  readonly member: Member;
  readonly onClose: () => void;
}

/** Asks for how long to mute or ban a member. */
export function Restrict({ kind, member, onClose }: RestrictProps) {
  const texts = useTexts();
  const roomId = useChat((state) => state.roomId);
  const [time, setTime] = useState('0');
  const [withAddress, setWithAddress] = useState(false);
  const [error, setError] = useState<ErrorCode | null>(null);
  const label = texts.moderation[kind === 'mute' ? 'muteMember' : 'banMember'](member.name);

  const restrict = async () => {
    const what = { member: member.id, forMs: TIMES[kind][Number(time)] ?? null };
    const action = kind === 'mute' ? { kind, ...what } : { kind, ...what, withAddress };
    const result = await roomActions.moderate(roomId, action);
    if (result.ok) onClose();
    else setError(result.error.code);
  };
  const choices = TIMES[kind].map((ms, index) => ({
    value: String(index),
    label: ms === null ? texts.moderation.forGood : texts.moderation.forTime(ms),
  }));
  return (
    <Modal title={<Sentence>{label}</Sentence>} closeLabel={texts.close} isOpen onClose={onClose}>
      <Form onSubmit={restrict} className="flex flex-col gap-4 px-5 pb-5">
        <RadioList label={texts.moderation.howLong} chosen={time} choices={choices} choose={setTime} />
        {kind === 'ban' && <WithAddress member={member} isChecked={withAddress} onChange={setWithAddress} />}
        <div className="flex items-center justify-between gap-4">
          <FieldError id="restrict-error">{error && texts.errors[error]}</FieldError>
          <Button look={kind === 'ban' ? 'danger' : 'primary'} type="submit" className="ml-auto">
            {texts.moderation[kind]}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

interface WithAddressProps {
  readonly member: Member;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function WithAddress({ member, isChecked, onChange }: WithAddressProps) {
  const texts = useTexts();
  const others = useOthers(member);
  return (
    <div className="text-small">
      <Checkbox
        label={texts.moderation.withAddress}
        hint={texts.moderation.withAddressHint}
        isChecked={isChecked}
        onChange={onChange}
      />
      <p
        role="status"
        className={isChecked && others ? 'pl-6.5 font-medium text-danger' : 'pl-6.5 text-soft'}
      >
        {others !== null && texts.moderation.alsoRemoves(others)}
      </p>
    </div>
  );
}

/** How many others in the room a ban that includes the address would remove; `null` while unknown. */
function useOthers({ id }: Member): number | null {
  const roomId = useChat((state) => state.roomId);
  const [others, setOthers] = useState<number | null>(null);
  useEffect(() => {
    let isAsked = true;
    void roomActions.previewBan(roomId, id).then((result) => {
      if (isAsked) setOthers(result.ok ? result.data.others : null);
    });
    return () => {
      isAsked = false;
    };
  }, [roomId, id]);
  return others;
}
