'use client';

import { focusMessageField } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { type Times, useTimes } from '@/components/page/use-times';
import { Button } from '@/components/ui/button';
import { Sentence } from '@/components/ui/sentence';
import { LOBBY } from '@/lib/chat/protocol';
import { kindOf } from '@/lib/chat/room';
import type { RoomExpulsion } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';
import { enterAgain, useChat } from '@/lib/client/use-chat';
import { Unsent } from './unsent';

/** In place of a room that one was put out of: by whom, and whether one may come back. */
export function Expelled() {
  const texts = useTexts();
  const times = useTimes();
  const expulsion = useChat((state) => state.expulsion);
  const roomId = useChat((state) => state.roomId);
  if (expulsion === null) return null;
  const whenAgain = untilOf(expulsion, texts, times);
  const isPrivate = kindOf(roomId) === 'private';
  // Also whoever is banned for good: they may have been pardoned since, and nobody tells those who are out.
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
        <Sentence>{whoOf(expulsion, texts) ?? whenAgain}</Sentence>
      </p>
      <p className="pb-3 text-soft">
        {isPrivate && !expulsion.isBanned ? texts.order.needsInvite : expulsion.by && whenAgain}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        {mayTry && (
          <Button look="quiet" onClick={comeBack}>
            {texts.order.enterAgain}
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

/** Who is banned and comes back is not told by whom. */
function whoOf({ by, isBanned }: RoomExpulsion, { order }: Texts): string | undefined {
  if (by === undefined) return undefined;
  return isBanned ? order.bannedBy(by.name) : order.kickedBy(by.name);
}

function untilOf({ isBanned, until }: RoomExpulsion, { order }: Texts, times: Times): string {
  if (!isBanned) return order.mayEnterAgain;
  return until === undefined ? order.bannedForGood : order.bannedUntil(times.moment(until));
}
