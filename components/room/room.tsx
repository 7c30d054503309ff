'use client';

import { useRef, useState } from 'react';
import { Toasts } from '@/components/ui/toasts';
import { useChat, useRunningChat } from '@/lib/client/use-chat';
import { Announcer } from './announcer';
import { Expelled } from './expelled';
import { MemberList } from './member-list';
import { MessageList, type MessageListHandle } from './message-list';
import { MissingRoom } from './missing-room';
import { NotLetIn, notLetInBy } from './not-let-in';
import { PeoplePane } from './people-pane';
import { useTexts } from './preferences-provider';
import { RoomHeader } from './room-header';
import { RoomNav } from './room-nav';
import { useConversation } from './room-path';
import { SkipLink } from './skip-link';
import { TalkArea } from './talk-area';
import { useUnreadTitle } from './use-unread-title';

/** Where you can talk and to whom on the sides, the conversation between. */
export function Room() {
  useRunningChat();
  useUnreadTitle();
  const [showsPeople, setShowsPeople] = useState(true);
  const texts = useTexts();
  const conversation = useConversation(useChat((state) => state.roomId));
  const isMissing = useChat((state) => state.isMissing);
  const isOut = useChat((state) => state.expulsion !== null);
  const notLetIn = useChat(notLetInBy);
  const isShown = !isMissing && !isOut && notLetIn === null;
  return (
    <div className="flex h-dvh overflow-hidden pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)]">
      <Toasts label={texts.toasts} />
      {isShown && <SkipLink />}
      <RoomNav />
      <main className="flex min-w-0 flex-1 flex-col">
        <RoomHeader showsPeople={showsPeople} onShowPeople={setShowsPeople} />
        {notLetIn !== null && <NotLetIn code={notLetIn} />}
        {isOut && <Expelled />}
        {isMissing && !isOut && <MissingRoom />}
        {isShown && <Conversation key={conversation} />}
      </main>
      {showsPeople && isShown && (
        <PeoplePane>
          <MemberList />
        </PeoplePane>
      )}
    </div>
  );
}

/** Another room is another one: where one was in it, what one had typed there. */
function Conversation() {
  const list = useRef<MessageListHandle>(null);
  return (
    <>
      <MessageList ref={list} />
      <TalkArea onSent={() => list.current?.toEnd()} />
      <Announcer />
    </>
  );
}
