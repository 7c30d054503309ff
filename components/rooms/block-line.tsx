'use client';

import { focusMessageField } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { ClosedLine } from '@/components/ui/closed-line';
import { Sentence } from '@/components/ui/sentence';
import { say } from '@/components/ui/toasts';
import { otherOf } from '@/lib/chat/room';
import { blockOf, memberIdOf } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions, useChat } from '@/lib/client/use-chat';

/** Blocks or unblocks the other in a direct message, and says why if that fails. Returns whether it worked. */
export async function blockDirect(roomId: string, isBlocked: boolean, { errors }: Texts): Promise<boolean> {
  const result = await roomActions.blockDirect(roomId, isBlocked);
  if (!result.ok) say(errors[result.error.code]);
  return result.ok;
}

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
