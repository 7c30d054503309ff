'use client';

import { focusMessageField } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { ClosedLine } from '@/components/ui/closed-line';
import { Sentence } from '@/components/ui/sentence';
import { otherOf } from '@/lib/chat/room';
import { blockOf, memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { blockDirect } from './block-direct';

/** Takes the place of the composer in a direct message whose other member one has blocked: says whom, and offers to unblock. */
export function BlockLine() {
  const texts = useTexts();
  const roomId = useChat((state) => state.roomId);
  const block = useChat(blockOf);
  const name = useChat((state) => otherOf(state.room ?? {}, memberIdOf(state))?.name ?? '');
  if (block === null) return null;
  const unblock = async () => {
    if (await blockDirect(roomId, false, texts)) focusMessageField();
  };
  return (
    <ClosedLine
      action={
        block === 'own' && (
          <Button look="quiet" onClick={() => void unblock()}>
            {texts.unblock}
          </Button>
        )
      }
    >
      <Sentence>{block === 'own' ? texts.hasBlocked(name) : texts.blockedBy(name)}</Sentence>
    </ClosedLine>
  );
}
