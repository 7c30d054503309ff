'use client';

import { useRef, useState } from 'react';
import { useKeysOfInputMethods } from '@/components/ui/composing';
import { Toasts } from '@/components/ui/toasts';
import { useChat, useRunningChat } from '@/lib/client/use-chat';
import { Announcer } from './announcer';
import { Expelled } from './expelled';
import { MemberList } from './member-list';
import { MessageList, type MessageListHandle } from './message-list';
import { MissingRoom } from './missing-room';
import { NotLetIn, notLetInBy } from './not-let-in';
import { PartBoundary } from './part-boundary';
import { HeaderFrame, MessagesFrame, Nothing, TalkFrame } from './part-frames';
import { PeoplePane } from './people-pane';
import { useTexts } from './preferences-provider';
import { RoomHeader } from './room-header';
import { NavFrame, RoomNav } from './room-nav';
import { useConversation } from './room-path';
import { SkipLink } from './skip-link';
import { TalkArea } from './talk-area';
import { useUnreadTitle } from './use-unread-title';
import { WithheldRoom, withheldIn } from './withheld-room';

/** Where you can talk and to whom on the sides, the conversation between. */
export function Room() {
  useRunningChat();
  useUnreadTitle();
  useKeysOfInputMethods();
  const [showsPeople, setShowsPeople] = useState(true);
  const texts = useTexts();
  const conversation = useConversation(useChat((state) => state.roomId));
  const isMissing = useChat((state) => state.isMissing);
  const isOut = useChat((state) => state.expulsion !== null);
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
        {isOut && <Expelled />}
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
