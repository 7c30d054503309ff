import { useEffect } from 'react';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** The title of the page says how much is unread in all rooms, for whoever looks at another page. */
export function useUnreadTitle(): void {
  const texts = useTexts();
  const unread = useChat(({ unreadIn }) => [...unreadIn.values()].reduce((sum, { count }) => sum + count, 0));
  useEffect(() => {
    document.title = unread > 0 ? texts.titleWith(unread) : texts.title;
  }, [unread, texts]);
}
