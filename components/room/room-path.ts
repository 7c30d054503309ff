import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { inviteIn, pathOf, roomAt } from '@/lib/client/room-address';
import { showRoom } from '@/lib/client/use-chat';
import { focusMessageField } from './message-field';

/**
 * Goes to a room without asking the server for a page: that works without a connection, too. Whoever goes there comes to
 * talk.
 */
export function goTo(roomId: string): void {
  showRoom(roomId);
  if (location.pathname !== pathOf(roomId)) history.pushState(null, '', pathOf(roomId));
  focusMessageField();
}

/** Shows the room at the page's address, also on the way back and forth. */
export function useRoomAtPath(): void {
  const path = usePathname();
  useEffect(() => {
    const show = () => {
      const invite = inviteIn(location.hash);
      showRoom(roomAt(path), invite);
      // It is a key, and need not be in the history or over somebody's shoulder.
      if (invite !== undefined) history.replaceState(history.state, '', path);
    };
    show();
    window.addEventListener('hashchange', show); // An invite to the room that is shown is no other page.
    return () => window.removeEventListener('hashchange', show);
  }, [path]);
}
