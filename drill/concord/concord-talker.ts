import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Entry, isMessage } from '@/lib/chat/entry';
import { topOf } from '@/lib/chat/timeline/timeline';
import { Chat } from '@/lib/client/chat';
import type { OutboxNews } from '@/lib/client/environment/tabs';
import type { ChatState } from '@/lib/client/state/chat-state';
import { openWireTo } from '@/lib/client/wire/socket';
import { SEEN_MAX, type Talker, type TalkerListener, type TalkerOptions } from '../talker';
import { createDrillEnvironment } from './drill-environment';

/** The product's own client, outside a browser. A message's key is its text. */
export async function openConcordTalker(options: TalkerOptions, cookie: string): Promise<Talker> {
  const { url, room, name, listener } = options;
  const unanswered = new Set<string>();
  const told = (news: OutboxNews) => {
    if (!isSettling(news)) return;
    unanswered.delete(news.key);
    if (news.position !== null) listener.acknowledged(news.key);
  };
  const environment = createDrillEnvironment({ url, name, told });
  const chat = new Chat(openWireTo({ url, headers: { cookie } }), environment, room);
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
      listener.said(text, shownLast(state()));
      unanswered.add(text);
      environment.withKey(text, () => chat.room.sending.send({ text }));
    },
    isConnected: async () => state().connection.status === 'connected',
    isSettled: async () =>
      unanswered.size === 0 && state().timeline.pending.every((message) => message.state === 'refused'),
    shown: async () => {
      await readAll(chat);
      return textsOf(state().timeline.entries);
    },
    leave: async () => stop(),
  };
}

const textsOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) => (isMessage(entry) && !entry.isDeleted ? entry.text : []));

/** Includes what they have said themselves. */
const shownLast = ({ timeline }: ChatState): string[] => [
  ...textsOf(timeline.entries.slice(-SEEN_MAX)),
  ...timeline.pending.filter(({ state }) => state !== 'refused').map(({ text }) => text),
];

const isIn = ({ timeline, name }: ChatState): boolean => timeline.epoch !== null && name !== null;

const isSettling = (news: OutboxNews): news is OutboxNews & { readonly type: 'gone' } => news.type === 'gone';

function tell(listener: TalkerListener, now: ChatState, before: ChatState): void {
  const more = topOf(now.timeline) - topOf(before.timeline);
  if (before.timeline.epoch !== null && more > 0)
    listener.delivered(more, textsOf(now.timeline.entries.slice(-more)));
  if (now.session !== before.session) listener.connected();
  const wasConnected = before.connection.status === 'connected';
  if (wasConnected && now.connection.status !== 'connected') listener.interrupted(now.connection.status);
}

const PAGE_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 20;

/** Scrolls up to the beginning. Gives up if a page does not come. */
async function readAll(chat: Chat): Promise<void> {
  const timeline = () => chat.room.store.getState().timeline;
  while (timeline().hasOlder) {
    const before = timeline().from;
    await chat.room.history.readOlder(async () => {});
    // The page is shown with a frame, which may be late on a busy machine.
    const deadline = Date.now() + PAGE_WITHIN_MS;
    while (timeline().from === before && Date.now() < deadline) await pause(LOOK_EVERY_MS);
    if (timeline().from === before) return;
  }
}
