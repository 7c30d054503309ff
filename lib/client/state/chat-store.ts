import { createStore, type StoreApi } from 'zustand/vanilla';
import { nobody } from '@/lib/chat/presence';
import { emptyTimeline } from '@/lib/chat/timeline/timeline';
import type { ChatState, SessionState } from './chat-state';

export type SessionStore = StoreApi<SessionState>;
export type ChatStore = StoreApi<ChatState>;

export const createSessionStore = (): SessionStore =>
  createStore<SessionState>()(() => ({
    connection: { status: 'connecting', since: 0 },
    session: null,
    isSignedIn: false,
    name: null,
    isNaming: false,
    nameProblem: null,
    isStarted: false,
    isTokenRefused: false,
    rooms: [],
    unreadIn: new Map(),
    saidIn: new Set(),
  }));

/** A room's state, with the session's beside it for as long as it is attached, so that one store has both. */
export const createChatStore = (session: SessionStore, roomId: string): ChatStore =>
  createStore<ChatState>()(() => ({
    ...session.getState(),
    roomId,
    room: null,
    isMissing: false,
    withheld: null,
    removal: null,
    muted: null,
    timeline: emptyTimeline,
    present: nobody,
    typing: [],
    slowed: null,
    catchingUpSince: null,
    isReadingOlder: false,
    leftAt: null,
    news: null,
    unread: 0,
    deletions: new Map(),
  }));

/** Copies what `session` says into `store`. Returns a function that stops it. */
export function attach(store: ChatStore, session: SessionStore): () => void {
  store.setState(session.getState());
  return session.subscribe((state) => store.setState(state));
}
