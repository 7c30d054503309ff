'use client';

import { useEffect, useRef, useState } from 'react';
import { MemberList } from '@/components/members/member-list';
import { PeoplePane } from '@/components/members/people-pane';
import { MessageList, type MessageListHandle } from '@/components/messages/message-list';
import { Announcer } from '@/components/page/announcer';
import { PartBoundary } from '@/components/page/part-boundary';
import { PartFailed } from '@/components/page/part-failed';
import { HeaderFrame, MessagesFrame, Nothing, TalkFrame } from '@/components/page/part-frames';
import { useTexts } from '@/components/page/preferences-provider';
import { useConversation } from '@/components/page/room-path';
import { SkipLink } from '@/components/page/skip-link';
import { useUnreadTitle } from '@/components/page/use-unread-title';
import { NotLetIn, notLetInBy } from '@/components/rooms/not-let-in';
import { NavFrame, RoomNav } from '@/components/rooms/room-nav';
import { WithheldRoom } from '@/components/rooms/withheld-room';
import { useKeysOfInputMethods } from '@/components/ui/composing';
import { late } from '@/components/ui/late';
import { Toasts } from '@/components/ui/toasts';
import { loadInIdleMoments } from '@/lib/client/environment/late-script';
import { withheldIn } from '@/lib/client/state/chat-state';
import { lateLinks } from '@/lib/client/texts/late-links';
import { reportFailure, useChat, useRunningChat } from '@/lib/client/use-chat';
import { RoomHeader } from './room-header';
import { TalkArea } from './talk-area';

const MissingRoom = late(() =>
  import('@/components/rooms/missing-room').then((module) => module.MissingRoom),
);
const Removed = late(() => import('@/components/rooms/removed').then((module) => module.Removed));

/** The rooms on one side, the people on the other, and the conversation between. */
export function Room() {
  useRunningChat();
  useUnreadTitle();
  useKeysOfInputMethods();
  useLateScripts();
  const [showsPeople, setShowsPeople] = useState(true);
  const texts = useTexts();
  const conversation = useConversation(useChat((state) => state.roomId));
  const isMissing = useChat((state) => state.isMissing);
  const isOut = useChat((state) => state.removal !== null);
  const notLetIn = useChat(notLetInBy);
  const isWithheld =
    useChat((state) => withheldIn(state) !== null) && !isMissing && !isOut && notLetIn === null;
  const isShown = !isMissing && !isOut && !isWithheld && notLetIn === null;
  return (
    <div className="isolate flex h-dvh overflow-hidden pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)]">
      <Toasts label={texts.toasts} />
      {isShown && <SkipLink />}
      <PartBoundary part="rooms" frame={NavFrame}>
        <RoomNav />
      </PartBoundary>
      <main className="flex min-w-0 flex-1 flex-col short:overflow-y-auto">
        <PartBoundary part="header" frame={HeaderFrame}>
          <RoomHeader showsPeople={showsPeople} onShowPeople={setShowsPeople} />
        </PartBoundary>
        {notLetIn !== null && <NotLetIn code={notLetIn} />}
        {isOut && <Removed />}
        {isMissing && !isOut && <MissingRoom />}
        {isWithheld && <WithheldRoom />}
        {isShown && <Conversation key={conversation} />}
      </main>
      {showsPeople && isShown && (
        <PartBoundary part="people" frame={PeoplePane}>
          <PeoplePane>
            <MemberList />
          </PeoplePane>
        </PartBoundary>
      )}
    </div>
  );
}

/**
 * Loads further scripts, but only once people can talk: first the one that finds links in messages, then those for what opens
 * over the page.
 */
function useLateScripts(): void {
  const isConnected = useChat((state) => state.connection.status === 'connected');
  useEffect(() => {
    if (isConnected) void lateLinks.prepare().then(loadInIdleMoments);
  }, [isConnected]);
}

/** Another room has a conversation of its own, with its own scroll position and draft. */
function Conversation() {
  const list = useRef<MessageListHandle>(null);
  return (
    <>
      <PartBoundary part="messages" frame={MessagesFrame}>
        <MessageList ref={list} />
      </PartBoundary>
      <PartBoundary part="composer" frame={TalkFrame}>
        <TalkArea onSent={() => list.current?.toEnd()} />
      </PartBoundary>
      <PartBoundary part="announcer" frame={Nothing}>
        <Announcer />
      </PartBoundary>
    </>
  );
}

/**
 * Replaces the page when all of it has failed, since single parts catch their own failures. It lives in this file because it
 * needs most of what the page needs: a script that both shared would load with every page, and be bigger in total.
 */
export function PageFailed({ error }: { readonly error: unknown }) {
  useRunningChat(); // The page that ran the chat has failed, and a node should still hear of it.
  useEffect(() => reportFailure('page', error), [error]);
  return (
    <main className="flex h-dvh items-center justify-center">
      <PartFailed />
    </main>
  );
}
