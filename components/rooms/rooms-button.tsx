'use client';

import { Menu } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import type { ChatState } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

/** Opens the rooms where they are out of sight, and marks unread messages in the other rooms. */
export function RoomsButton(props: Omit<ComponentProps<typeof Button>, 'look'>) {
  const texts = useTexts();
  const count = useChat((state) => elsewhere(state).reduce((sum, unread) => sum + unread.count, 0));
  const isMentioned = useChat((state) => elsewhere(state).some((unread) => unread.isMentioned));
  const label = [texts.rooms, count > 0 && texts.newCount(count), isMentioned && texts.mentioned];
  return (
    <Button {...props} look="icon" aria-label={label.filter(Boolean).join(', ')} className="-ml-2 lg:hidden">
      <span aria-hidden className="relative">
        <Menu size={18} />
        {count > 0 && <Sign isMentioned={isMentioned} />}
      </span>
    </Button>
  );
}

/** A dot, or a larger sign for a mention. */
function Sign({ isMentioned }: { readonly isMentioned: boolean }) {
  const size = isMentioned ? '-top-2 -right-2 size-4' : '-top-1 -right-1 size-2.5';
  return (
    <span
      className={`absolute flex items-center justify-center rounded-full bg-accent font-medium text-on-accent text-tiny leading-none ring-2 ring-paper ${size}`}
    >
      {isMentioned && '@'}
    </span>
  );
}

const elsewhere = ({ unreadIn, roomId }: ChatState) =>
  [...unreadIn].filter(([id]) => id !== roomId).map(([, unread]) => unread);
