import { useEffect } from 'react';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** The title of the page says how much is unread, for whoever looks at another. */
export function useUnreadTitle(): void {
  const texts = useTexts();
  const unread = useChat((state) => state.unread);
  useEffect(() => {
    document.title = unread > 0 ? texts.titleWith(unread) : texts.title;
  }, [unread, texts]);
}
