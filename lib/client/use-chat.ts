'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Draft } from '@/lib/chat/draft';
import type { Pending } from '@/lib/chat/timeline/timeline';
import { Chat } from './chat';
import { browser } from './page/browser';
import { createToday } from './page/today';
import type { ChatState } from './state/chat-state';
import { openWireTo } from './wire/socket';

/** The page's one chat. On the server it never starts: the server renders the state in which every page begins. */
const chat = new Chat(openWireTo({}), browser);
const today = createToday(browser);

/** What a person can do in the room on screen. */
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

/** What a person can do anywhere. */
export const setName = (typed: string) => chat.naming.set(typed);
export const roomActions = chat.actions;
export const reportFailure = chat.reports.add;
export const setAdminToken = chat.adminToken.set;
export const showRoom = (roomId: string, invite?: string) => chat.show(roomId, invite);

/** The state of each room on the page at this moment. */
export const roomStates = () => chat.rooms.all.map(({ store }) => store.getState());

/** Selects from the state of the room on screen; renders again when the selected part changes. */
export function useChat<T>(select: (state: ChatState) => T): T {
  const room = useStore(chat.shown);
  return useStore(room.store, select);
}

/** When today began, in milliseconds since 1970; renders again when that changes. A node does not know the reader's day: 0. */
export const useToday = (): number => useSyncExternalStore(today.subscribe, today.current, () => 0);

/** Runs the chat for as long as the calling component is mounted. */
export const useRunningChat = (): void => useEffect(() => chat.start(), []);
