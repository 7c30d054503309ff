'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { browser } from './browser';
import { ChatSession } from './chat-session';
import type { ChatState } from './chat-state';
import { openWireTo } from './socket';

/** The page's one chat. On the server it is never started: what is rendered there is how every page begins. */
const chat = new ChatSession(openWireTo({}), browser);

/** What a person can do. */
export const { send, retry, discard } = chat.sending;
export const setName = chat.naming.set;
export const readOlder = chat.history.readOlder;
export const attend = chat.reading.attend;

/** What is so now; renders again when the selected part is another. */
export const useChat = <T>(select: (state: ChatState) => T): T => useStore(chat.store, select);

/** The chat runs while the component that says this is on the page. */
export const useRunningChat = (): void => useEffect(() => chat.start(), []);
