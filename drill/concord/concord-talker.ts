import { once } from 'node:events';
import { isMessage } from '@/lib/chat/entry';
import { topOf } from '@/lib/chat/timeline';
import { ChatSession } from '@/lib/client/chat-session';
import type { ChatState } from '@/lib/client/chat-state';
import { openWireTo } from '@/lib/client/socket';
import type { OutboxNews } from '@/lib/client/tabs';
import type { Talker, TalkerListener, TalkerOptions } from '../talker';
import { createDrillEnvironment } from './drill-environment';

/** The product's own client, outside a browser. A message's key is its text. */
export async function openConcordTalker(options: TalkerOptions, cookie: string): Promise<Talker> {
  const { url, room, name, listener } = options;
  const unanswered = new Set<string>();
  const environment = createDrillEnvironment(name, (news) => {
    if (!isSettling(news)) return;
    unanswered.delete(news.key);
    if (news.position !== null) listener.acknowledged(news.key);
  });
  const chat = new ChatSession(openWireTo({ url, headers: { cookie } }), environment, room);
  const state = chat.room.store.getState;
  const arrivals = new EventTarget();
  chat.room.store.subscribe((now, before) => {
    tell(listener, now, before);
    if (isIn(now)) arrivals.dispatchEvent(new Event('in'));
  });
  const stop = chat.start();
  if (!isIn(state())) await once(arrivals, 'in');

  return {
    name,
    room,
    say: (text) => {
      unanswered.add(text);
      environment.withKey(text, () => chat.room.sending.send(text));
    },
    isConnected: async () => state().connection.status === 'connected',
    isSettled: async () =>
      unanswered.size === 0 && state().timeline.pending.every((message) => message.state === 'refused'),
    shown: async () => {
      await readAll(chat);
      return state().timeline.entries.flatMap((entry) =>
        isMessage(entry) && !entry.isDeleted ? entry.text : [],
      );
    },
    leave: async () => stop(),
  };
}

const isIn = ({ timeline, name }: ChatState): boolean => timeline.epoch !== null && name !== null;

const isSettling = (news: OutboxNews): news is OutboxNews & { readonly type: 'gone' } => news.type === 'gone';

function tell(listener: TalkerListener, now: ChatState, before: ChatState): void {
  const more = topOf(now.timeline) - topOf(before.timeline);
  if (before.timeline.epoch !== null && more > 0) listener.delivered(more);
  if (now.session !== before.session) listener.connected();
  const wasConnected = before.connection.status === 'connected';
  if (wasConnected && now.connection.status !== 'connected') listener.interrupted();
}

/** Scrolls up to the beginning. Gives up where a page does not come. */
async function readAll(chat: ChatSession): Promise<void> {
  const from = () => chat.room.store.getState().timeline.from;
  while (chat.room.store.getState().timeline.hasOlder) {
    const before = from();
    await chat.room.history.readOlder(async () => {});
    // The page is shown with the next frame.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (from() === before) return;
  }
}
