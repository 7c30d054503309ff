'use client';

import { useState } from 'react';
import { useRunningChat } from '@/lib/client/use-chat';
import { Announcer } from './announcer';
import { MemberList } from './member-list';
import { MessageList } from './message-list';
import { PeoplePane } from './people-pane';
import { RoomHeader } from './room-header';
import { RoomNav } from './room-nav';
import { TalkArea } from './talk-area';

/** Who you can talk to on the sides, the conversation between. */
export function Room() {
  useRunningChat();
  const [showsPeople, setShowsPeople] = useState(true);
  return (
    <div className="flex h-dvh overflow-hidden pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)]">
      <RoomNav />
      <main className="flex min-w-0 flex-1 flex-col">
        <RoomHeader showsPeople={showsPeople} onShowPeople={setShowsPeople} />
        <MessageList />
        <TalkArea />
        <Announcer />
      </main>
      {showsPeople && (
        <PeoplePane>
          <MemberList />
        </PeoplePane>
      )}
    </div>
  );
}
