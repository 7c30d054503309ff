import { createStore, type StoreApi } from 'zustand/vanilla';
import { nobody } from '../chat/presence';
import { emptyTimeline } from '../chat/timeline';
import type { ChatState } from './chat-state';

export type ChatStore = StoreApi<ChatState>;

const initialState: ChatState = {
  connection: { status: 'connecting', since: 0 },
  session: null,
  name: null,
  nameProblem: null,
  isStarted: false,
  timeline: emptyTimeline,
  present: nobody,
  slowed: null,
  catchingUpSince: null,
  isReadingOlder: false,
  leftAt: null,
  newAfter: null,
};

export const createChatStore = (): ChatStore => createStore<ChatState>()(() => initialState);
