'use client';

import { PanelRight, Users } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/sheet';
import { useChat } from '@/lib/client/use-chat';
import { ConnectionDot } from './connection-dot';
import { ConnectionStatus } from './connection-status';
import { MemberList } from './member-list';
import { useTexts } from './preferences-provider';
import { Settings } from './settings';

interface RoomHeaderProps {
  readonly showsPeople: boolean;
  readonly onShowPeople: (shows: boolean) => void;
}

export function RoomHeader({ showsPeople, onShowPeople }: RoomHeaderProps) {
  const texts = useTexts();
  return (
    <header className="flex shrink-0 items-center gap-1 border-line border-b pt-[env(safe-area-inset-top)] pr-2 pl-4 lg:pl-6">
      <div className="flex h-14 min-w-0 flex-1 flex-col justify-center">
        <h1 className="truncate font-semibold">{texts.title}</h1>
        <HeaderStatus />
      </div>
      <Settings />
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
        trigger={
          <Button look="icon" aria-label={texts.people} className="xl:hidden">
            <Users size={18} aria-hidden />
          </Button>
        }
      >
        <MemberList />
        <ConnectionStatus className="mt-auto lg:hidden" />
      </Sheet>
    </header>
  );
}

function HeaderStatus() {
  const texts = useTexts();
  const count = useChat((state) => state.present.count);
  return (
    <p className="flex items-center gap-1.5 text-small text-soft">
      <ConnectionDot />
      {count > 0 && <span className="tabular-nums">{texts.here(count)}</span>}
    </p>
  );
}
