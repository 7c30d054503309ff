'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Draft } from '@/lib/chat/draft';
import type { Pending } from '@/lib/chat/timeline/timeline';
import { Chat } from './chat';
import { browser } from './page/browser';
import { createToday } from './page/today';
import { peopleIn } from './room/people';
import type { ChatState } from './state/chat-state';
import { openWireTo } from './wire/socket';

/** The page's one chat. On the server it is never started: what is rendered there is how every page begins. */
const chat = new Chat(openWireTo({}), browser);
const today = createToday(browser);

/** What a person can do, in the room that they look at. */
export const send = (draft: Draft) => chat.room.sending.send(draft);
export const retry = (message: Pending) => chat.room.sending.retry(message);
export const discard = (message: Pending) => chat.room.sending.discard(message);
export const readOlder = (untilStill: () => Promise<void>) => chat.room.history.readOlder(untilStill);
export const readMorePeople = () => chat.room.people.readMore();
export const readBackTo = (after: number, untilStill: () => Promise<void>) =>
  chat.room.history.readBackTo(after, untilStill);
export const deleteMessage = (id: string) => chat.room.deleting.delete(id);
export const undoDeletion = (id: string) => chat.room.deleting.undo(id);
export const enterAgain = () => chat.room.enterAgain();
export const attend = (isAttending: boolean) => chat.room.reading.attend(isAttending);
export const saw = (number: number) => chat.room.reading.saw(number);

export const typed = (text: string) => chat.room.typing.typed(text);

/** … and anywhere. */
export const setName = chat.naming.set;
export const roomActions = chat.actions;
export const reportFailure = chat.reports.add;
export const setAdminToken = chat.adminToken.set;
export const showRoom = (roomId: string, invite?: string) => chat.show(roomId, invite);

/** Whom one could write to, as far as the page knows in this moment. */
export const knownPeople = () => peopleIn(chat.rooms.all.map(({ store }) => store.getState()));

/** What is so now, in the room that is shown; renders again when the selected part is another. */
export function useChat<T>(select: (state: ChatState) => T): T {
  const room = useStore(chat.shown);
  return useStore(room.store, select);
}

/** When the day began that it is, in milliseconds since 1970; renders again when it is another. A node knows no reader's day. */
export const useToday = (): number => useSyncExternalStore(today.subscribe, today.current, () => 0);

/** The chat runs while the component that says this is on the page. */
export const useRunningChat = (): void => useEffect(() => chat.start(), []);
