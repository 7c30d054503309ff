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
import { MissingRoom } from '@/components/rooms/missing-room';
import { NotLetIn, notLetInBy } from '@/components/rooms/not-let-in';
import { Removed } from '@/components/rooms/removed';
import { NavFrame, RoomNav } from '@/components/rooms/room-nav';
import { WithheldRoom, withheldIn } from '@/components/rooms/withheld-room';
import { useKeysOfInputMethods } from '@/components/ui/composing';
import { Toasts } from '@/components/ui/toasts';
import { loadInIdleMoments } from '@/lib/client/environment/late-script';
import { lateLinks } from '@/lib/client/texts/late-links';
import { reportFailure, useChat, useRunningChat } from '@/lib/client/use-chat';
import { RoomHeader } from './room-header';
import { TalkArea } from './talk-area';

/** Where you can talk and to whom on the sides, the conversation between. */
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

/** Once people can talk, and not before: what finds the addresses in the messages that come now, then what opens over them. */
function useLateScripts(): void {
  const isConnected = useChat((state) => state.connection.status === 'connected');
  useEffect(() => {
    if (isConnected) void lateLinks.prepare().then(loadInIdleMoments);
  }, [isConnected]);
}

/** Another room is another one: where one was in it, what one had typed there. */
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
 * In place of a page that has failed as a whole: its parts fail each for itself. It stands here as it needs most of what the
 * page does: a script that both shared would come with each page, and with the rest of it be bigger than one.
 */
export function PageFailed({ error }: { readonly error: unknown }) {
  useRunningChat(); // The page that did has failed, and a node is to hear of it.
  useEffect(() => reportFailure('page', error), [error]);
  return (
    <main className="flex h-dvh items-center justify-center">
      <PartFailed />
    </main>
  );
}
