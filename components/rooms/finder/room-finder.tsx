'use client';

import { Plus, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { notLetInBy } from '@/components/rooms/not-let-in';
import { Button } from '@/components/ui/button';
import { closedBy } from '@/components/ui/closed-line';
import { ownKeys } from '@/components/ui/composing';
import { late } from '@/components/ui/late';
import { useChat } from '@/lib/client/use-chat';

const FindRoom = late(() => import('./find-room').then((module) => module.FindRoom));
const MakeRoom = late(() => import('./make-room').then((module) => module.MakeRoom));

interface RoomFinderProps {
  /** Whether Ctrl+K (Cmd+K on a Mac) opens it. Only one finder on the page has it. */
  readonly hasKey?: boolean;
}

/** Finds a room or makes one. */
export function RoomFinder({ hasKey = false }: RoomFinderProps) {
  const texts = useTexts();
  const [opened, setOpened] = useState<'find' | 'make' | null>(null);
  const [lookedFor, setLookedFor] = useState('');
  const isNotLetIn = useChat((state) => notLetInBy(state) !== null);
  const mayMake = useChat((state) => closedBy(state) === null);
  useFindKey(() => hasKey && !isNotLetIn && setOpened('find'));
  const make = (title: string) => {
    setLookedFor(title.trim());
    setOpened('make');
  };
  const close = () => setOpened(null);
  if (isNotLetIn) return null;
  return (
    <>
      <Button
        look="icon"
        aria-label={texts.findRoom}
        onPointerEnter={FindRoom.prepare}
        onClick={() => setOpened('find')}
      >
        <Search size={17} aria-hidden />
      </Button>
      {mayMake && (
        <Button
          look="icon"
          aria-label={texts.makeRoom}
          onPointerEnter={MakeRoom.prepare}
          onClick={() => make('')}
        >
          <Plus size={18} aria-hidden />
        </Button>
      )}
      <FindRoom isOpen={opened === 'find'} onClose={close} onMake={mayMake ? make : undefined} />
      <MakeRoom lookedFor={lookedFor} isOpen={opened === 'make'} onClose={close} />
    </>
  );
}

function useFindKey(find: () => void): void {
  useEffect(() => {
    const keys = new AbortController();
    window.addEventListener(
      'keydown',
      ownKeys((event: KeyboardEvent) => {
        if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.repeat) return;
        event.preventDefault();
        find();
      }),
      keys,
    );
    return () => keys.abort();
  });
}
