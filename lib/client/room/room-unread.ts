import { isMessage } from '@/lib/chat/entry';
import { isMentioned } from '@/lib/chat/text/message-parts';
import { type Timeline, topNumberOf } from '@/lib/chat/timeline/timeline';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore, SessionStore } from '@/lib/client/state/chat-store';
import { withEntry } from '@/lib/client/state/with-entry';
import { lateLinks, linkFinder } from '@/lib/client/texts/late-links';

interface RoomUnreadOptions {
  readonly room: string;
  readonly store: ChatStore;
  readonly session: SessionStore;
}

/**
 * Tells the list of rooms how much is unread in a room, and that something was said there. Returns a function that stops it.
 */
export function tellUnread({ room, store, session }: RoomUnreadOptions): () => void {
  const tell = (count: number) => {
    const unread = count === 0 ? null : { count, isMentioned: isMentionedInLast(store.getState(), count) };
    session.setState({ unreadIn: withEntry(session.getState().unreadIn, room, unread) });
  };
  /** A direct message is listed once something has been said there. */
  const tellSaid = (timeline: Timeline) => {
    const { saidIn } = session.getState();
    const isSaid = topNumberOf(timeline) > 0 || timeline.pending.length > 0;
    if (isSaid && !saidIn.has(room)) session.setState({ saidIn: new Set([...saidIn, room]) });
  };
  const stopCounting = store.subscribe((state, before) => {
    if (state.unread !== before.unread) tell(state.unread);
    if (state.timeline !== before.timeline) tellSaid(state.timeline);
  });
  // An `@` inside a link mentions nobody; count again once the script that finds links has loaded.
  const stopRecounting = lateLinks.subscribe(() => tell(store.getState().unread));
  return () => {
    stopCounting();
    stopRecounting();
    tell(0);
  };
}

function isMentionedInLast(state: ChatState, count: number): boolean {
  const { timeline, name } = state;
  if (name === null) return false;
  const selfId = memberIdOf(state);
  const messages = timeline.entries.filter(isMessage).filter(({ author }) => author.id !== selfId);
  const isForThem = (text: string) => isMentioned(text, name, linkFinder());
  return messages.slice(-count).some(({ text }) => text !== undefined && isForThem(text));
}
