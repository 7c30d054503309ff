'use client';

import { PanelRight, Users } from 'lucide-react';
import { MemberList } from '@/components/members/member-list';
import { ConnectionDot } from '@/components/page/connection-dot';
import { PartBoundary } from '@/components/page/part-boundary';
import { HEADER_LOOK } from '@/components/page/part-frames';
import { useTexts } from '@/components/page/preferences-provider';
import { headingOf } from '@/components/page/room-title';
import { Settings } from '@/components/page/settings';
import { useSettledStatus } from '@/components/page/use-settled-status';
import { notLetInBy } from '@/components/rooms/not-let-in';
import { RoomMenu } from '@/components/rooms/room-menu';
import { RoomsSheet } from '@/components/rooms/rooms-sheet';
import { useOpenHere } from '@/components/rooms/use-open-here';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/popups/sheet';
import { kindOf } from '@/lib/chat/room';
import { topOf } from '@/lib/chat/timeline/timeline';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';
import { useChat } from '@/lib/client/use-chat';

interface RoomHeaderProps {
  readonly showsPeople: boolean;
  readonly onShowPeople: (shows: boolean) => void;
}

export function RoomHeader({ showsPeople, onShowPeople }: RoomHeaderProps) {
  const texts = useTexts();
  const roomId = useChat((state) => state.roomId);
  const heading = useChat((state) => headingOf(state, texts));
  const isNotLetIn = useChat((state) => notLetInBy(state) !== null);
  return (
    <header className={HEADER_LOOK}>
      <RoomsSheet />
      <div className="flex h-14 short:h-10 min-w-0 flex-1 flex-col short:flex-row short:items-center justify-center short:justify-start short:gap-3">
        <h1 dir="auto" className="truncate text-left font-semibold">
          {heading}
        </h1>
        {!isNotLetIn && <HeaderStatus />}
      </div>
      <RoomMenu key={roomId} />
      <Settings />
      {!isNotLetIn && <PeopleButtons showsPeople={showsPeople} onShowPeople={onShowPeople} />}
    </header>
  );
}

/** Shows the people beside the conversation where there is room, and over it where there is not. */
function PeopleButtons({ showsPeople, onShowPeople }: RoomHeaderProps) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useOpenHere();
  return (
    <>
      <Button
        look="icon"
        aria-label={texts.people}
        aria-expanded={showsPeople}
        onClick={() => onShowPeople(!showsPeople)}
        className="max-xl:hidden"
      >
        <PanelRight size={18} aria-hidden />
      </Button>
      <Sheet
        title={texts.people}
        closeLabel={texts.close}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button look="icon" aria-label={texts.people} className="xl:hidden">
            <Users size={18} aria-hidden />
          </Button>
        }
      >
        <PartBoundary part="people">
          <MemberList />
        </PartBoundary>
      </Sheet>
    </>
  );
}

/**
 * How many people are here or, in a direct message, whether the other is. Empty until that is known: before anything has been
 * said, the other may be online without being in this room.
 */
function presenceText(state: ChatState, texts: Texts): string {
  const { count, members } = state.present;
  if (count === 0) return '';
  if (kindOf(state.roomId) !== 'direct') return texts.here(count);
  const selfId = memberIdOf(state);
  if (members.some(({ id }) => id !== selfId)) return texts.otherIsHere;
  return topOf(state.timeline) > 0 ? texts.otherIsAway : '';
}

function HeaderStatus() {
  const texts = useTexts();
  const presence = useChat((state) => presenceText(state, texts));
  const topic = useChat((state) => state.room?.topic ?? '');
  const isDirect = useChat(({ roomId }) => kindOf(roomId) === 'direct');
  const status = useSettledStatus();
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-small text-soft">
      {/* In a direct message, a filled dot would mean that the other is here. */}
      {(!isDirect || presence === texts.otherIsHere || status !== 'connected') && (
        <ConnectionDot status={status} />
      )}
      {presence !== '' && <span className="shrink-0 tabular-nums">{presence}</span>}
      {presence !== '' && topic !== '' && <span aria-hidden>·</span>}
      {topic !== '' && (
        <span dir="auto" className="truncate" title={topic}>
          {topic}
        </span>
      )}
    </p>
  );
}
