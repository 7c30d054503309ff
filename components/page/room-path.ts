import { useEffect, useState } from 'react';
import { inviteIn, pathOf, roomAt } from '@/lib/client/rooms/room-address';
import { showRoom } from '@/lib/client/use-chat';
import { focusMessageField } from './message-field';

/** Goes to a room without asking the server for a page, so that it works offline, too, and focuses the message field. */
export function goTo(roomId: string): void {
  showRoom(roomId);
  if (location.pathname !== pathOf(roomId)) history.pushState(null, '', pathOf(roomId));
  focusMessageField();
}

/** Shows the room in the page's address as it is now: Next reports it later, and skips some. */
function showRoomHere(): void {
  const { pathname, hash } = location;
  const invite = inviteIn(hash);
  showRoom(roomAt(pathname), invite);
  // The invite is a key: it should not stay in the history or in view of somebody looking over a shoulder.
  if (invite !== undefined) history.replaceState(history.state, '', pathname);
}

/** Moves the focus, too, unless it is elsewhere: in a dialog, in the room list, or in the page around a frame. */
function goHere(): void {
  showRoomHere();
  requestAnimationFrame(() => {
    if (document.hasFocus() && document.activeElement === document.body) focusMessageField();
  });
}

/** Going back and forth, and opening another invite to the room on screen. */
const ELSEWHERE = ['popstate', 'hashchange'] as const;

/**
 * Shows the room in the address, and returns the key of its conversation. The page draws its first conversation before it knows
 * the room; the key stays the same then, which keeps the text and the cursor.
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
