'use client';

import { focusMessageField } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { type Times, useTimes } from '@/components/page/use-times';
import { Button } from '@/components/ui/button';
import { Sentence } from '@/components/ui/sentence';
import { LOBBY } from '@/lib/chat/protocol';
import { kindOf } from '@/lib/chat/room';
import type { RoomRemoval } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';
import { enterAgain, useChat } from '@/lib/client/use-chat';
import { Unsent } from './unsent';

/** Replaces a room that the member was removed from: by whom, and whether they may come back. */
export function Removed() {
  const texts = useTexts();
  const times = useTimes();
  const removal = useChat((state) => state.removal);
  const roomId = useChat((state) => state.roomId);
  if (removal === null) return null;
  const whenAgain = untilOf(removal, texts, times);
  const isPrivate = kindOf(roomId) === 'private';
  // Even after a ban for good: it may have been lifted since, and nobody tells those outside.
  const mayTry = !isPrivate;
  const comeBack = () => {
    enterAgain();
    focusMessageField();
  };
  return (
    <div
      role="alert"
      className="flex min-h-0 flex-1 flex-col items-center justify-center-safe overflow-y-auto gap-1 p-6 text-center"
    >
      <p className="wrap-anywhere keep-in-lines font-semibold text-title">
        <Sentence>{whoOf(removal, texts) ?? whenAgain}</Sentence>
      </p>
      <p className="pb-3 text-soft">
        {isPrivate && !removal.isBanned ? texts.moderation.needsInvite : removal.by && whenAgain}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        {mayTry && (
          <Button look="quiet" onClick={comeBack}>
            {texts.moderation.enterAgain}
          </Button>
        )}
        {roomId !== LOBBY && (
          <Button look="quiet" onClick={() => goTo(LOBBY)}>
            {texts.backToRoom}
          </Button>
        )}
      </div>
      <Unsent />
    </div>
  );
}

/** A banned member who tries to come back is not told who banned them. */
function whoOf({ by, isBanned }: RoomRemoval, { moderation }: Texts): string | undefined {
  if (by === undefined) return undefined;
  return isBanned ? moderation.bannedBy(by.name) : moderation.removedBy(by.name);
}

function untilOf({ isBanned, until }: RoomRemoval, { moderation }: Texts, times: Times): string {
  if (!isBanned) return moderation.mayEnterAgain;
  return until === undefined ? moderation.bannedForGood : moderation.bannedUntil(times.moment(until));
}
