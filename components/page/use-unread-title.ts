import { useEffect } from 'react';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** Puts the unread count of all rooms into the page's title, for a person who is looking at another tab. */
export function useUnreadTitle(): void {
  const texts = useTexts();
  const unread = useChat(({ unreadIn }) => [...unreadIn.values()].reduce((sum, { count }) => sum + count, 0));
  useEffect(() => {
    document.title = unread > 0 ? texts.titleWith(unread) : texts.title;
  }, [unread, texts]);
}
