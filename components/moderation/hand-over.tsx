'use client';

import { useTexts } from '@/components/page/preferences-provider';
import type { Member } from '@/lib/chat/member';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { Confirm } from './confirm';

/** Asks before a room gets another owner. */
export function HandOver({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { moderation } = useTexts();
  const roomId = useChat((state) => state.roomId);
  const handOver = async () => {
    const result = await roomActions.moderate(roomId, { kind: 'hand_over', member: member.id });
    return result.ok ? null : result.error.code;
  };
  return (
    <Confirm
      title={moderation.handOverTo(member.name)}
      hint={moderation.handOverHint(member.name)}
      label={moderation.handOver}
      act={handOver}
      onClose={onClose}
    />
  );
}
