import { useEffect, useState } from 'react';
import { inviteIn, pathOf, roomAt } from '@/lib/client/rooms/room-address';
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

/** Shows the room at the page's address, as it is in that moment: Next tells of it later, and not of each in between. */
function showRoomHere(): void {
  const { pathname, hash } = location;
  const invite = inviteIn(hash);
  showRoom(roomAt(pathname), invite);
  // It is a key, and need not be in the history or over somebody's shoulder.
  if (invite !== undefined) history.replaceState(history.state, '', pathname);
}

/** The keyboard follows, unless it is somewhere else: in a dialog, among the rooms, or in the page around a frame. */
function goHere(): void {
  showRoomHere();
  requestAnimationFrame(() => {
    if (document.hasFocus() && document.activeElement === document.body) focusMessageField();
  });
}

/** On the way back and forth, too, and on coming to another invite of the room that is shown. */
const ELSEWHERE = ['popstate', 'hashchange'] as const;

/**
 * Shows the room at the address, and answers what tells one conversation from another. The one that the page begins with is
 * drawn before its room is known: it stays the same then, with what was typed, and the cursor in it.
 */
export function useConversation(roomId: string): string {
  const [first, setFirst] = useState<string | null>(null);
  useEffect(() => {
    showRoomHere();
    setFirst(roomAt(location.pathname));
    for (const event of ELSEWHERE) window.addEventListener(event, goHere);
    return () => {
      for (const event of ELSEWHERE) window.removeEventListener(event, goHere);
    };
  }, []);
  return first === null || roomId === first ? 'first' : roomId;
}
