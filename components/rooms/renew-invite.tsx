'use client';

import { useEffect, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { Modal } from '@/components/ui/popups/modal';
import { say } from '@/components/ui/toasts';
import type { ErrorCode } from '@/lib/chat/errors';
import { roomActions } from '@/lib/client/use-chat';
import { copyInvite } from './copy-invite';

interface RenewInviteProps {
  readonly roomId: string;
  readonly onClose: () => void;
}

/** Asks before earlier invite links end, and whether to remove those who came by them. */
export function RenewInvite({ roomId, onClose }: RenewInviteProps) {
  const texts = useTexts();
  const others = useOthers(roomId);
  const [removesEarlier, setRemovesEarlier] = useState(false);
  const [error, setError] = useState<ErrorCode | null>(null);
  const renew = async () => {
    const result = await roomActions.renewInvite(roomId, removesEarlier);
    if (!result.ok) return setError(result.error.code);
    onClose();
    const isCopied = await copyInvite(roomId, result.data.room.invite ?? '', texts);
    say(isCopied ? texts.inviteRenewed : `${texts.invitesEnded} ${texts.inviteNotCopied}`);
  };
  return (
    <Modal title={texts.newInvite} closeLabel={texts.close} isOpen onClose={onClose}>
      <Form onSubmit={() => void renew()} className="flex flex-col gap-4 px-5 pb-5">
        <p className="text-soft">{texts.newInviteHint}</p>
        {others > 0 && (
          <Checkbox
            label={texts.alsoRemoves(others)}
            hint={texts.alsoRemovesHint}
            isChecked={removesEarlier}
            onChange={setRemovesEarlier}
          />
        )}
        <div className="flex items-center justify-end gap-2">
          <FieldError id="renew-error">{error && texts.errors[error]}</FieldError>
          <Button look="quiet" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button look={removesEarlier ? 'danger' : 'primary'} type="submit">
            {removesEarlier ? texts.makeInviteAndRemove : texts.makeInvite}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

/** How many could be removed; 0 while unknown. */
function useOthers(roomId: string): number {
  const [others, setOthers] = useState(0);
  useEffect(() => {
    let isAsked = true;
    void roomActions.previewInvite(roomId).then((result) => {
      if (isAsked && result.ok) setOthers(result.data.others);
    });
    return () => {
      isAsked = false;
    };
  }, [roomId]);
  return others;
}
