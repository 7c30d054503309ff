import type { ErrorCode } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { Connection } from './chat-state';
import type { SessionStore } from './chat-store';

/** Keeps the connection's status in the store. When one trouble turns into another, it counts from when the first began. */
export interface ConnectionWatch {
  isConnected(): boolean;
  /** Connecting for the first time, or again after the end. */
  started(): void;
  /** Connected to a node that says whether it can store. */
  opened(isStoring: boolean): void;
  /** The node that was given up is there after all. */
  resumed(): void;
  lost(): void;
  networkChanged(): void;
  /** Takes why a request was refused, or `null`: whether the node could store, or read what is stored, shows in most answers. */
  answered(code: ErrorCode | null): void;
  /** The node says whether it can store. */
  storeChanged(isStoring: boolean): void;
  /** The page has caught up. The node may have answered from memory, so it can store only if it last said so. */
  caughtUp(): void;
  outdated(): void;
  refused(code: ErrorCode): void;
}

/** An unanswered request says nothing about the store, nor does a sender who is too fast or has written too much. */
const SAY_NOTHING_OF_STORE: ReadonlySet<ErrorCode> = new Set(['unanswered', 'rate_limited', 'quota_reached']);

export function createConnectionWatch(store: SessionStore, environment: Environment): ConnectionWatch {
  let isOpen = false;
  let wasOpen = false;
  let isStoringByWord = true;

  const set = (connection: Connection) => store.setState({ connection });

  const trouble = (status: 'connecting' | 'reconnecting' | 'offline' | 'unstored') => {
    const { connection } = store.getState();
    const isAlready = connection.status === status;
    if (isAlready || connection.status === 'outdated' || connection.status === 'refused') return;
    set({ status, since: 'since' in connection ? connection.since : environment.now() });
  };

  const disconnected = () => {
    if (!environment.isOnline()) trouble('offline');
    else trouble(wasOpen ? 'reconnecting' : 'connecting');
  };

  const stored = (isStoring: boolean) => {
    if (!isStoring) trouble('unstored');
    else if (isOpen && store.getState().connection.status === 'unstored') set({ status: 'connected' });
  };

  const storeChanged = (isStoring: boolean) => {
    isStoringByWord = isStoring;
    stored(isStoring);
  };

  const opened = (isStoring: boolean) => {
    isOpen = true;
    wasOpen = true;
    if (isStoring) set({ status: 'connected' });
    storeChanged(isStoring);
  };

  return {
    isConnected: () => isOpen,
    started: () => set({ status: 'connecting', since: environment.now() }),
    opened,
    resumed: () => opened(isStoringByWord),
    lost: () => {
      isOpen = false;
      disconnected();
    },
    networkChanged: () => {
      if (!isOpen) disconnected();
    },
    answered: (code) => {
      if (code === null || !SAY_NOTHING_OF_STORE.has(code)) stored(code !== 'store_unavailable');
    },
    storeChanged,
    caughtUp: () => stored(isStoringByWord),
    outdated: () => set({ status: 'outdated' }),
    refused: (code) => set({ status: 'refused', code }),
  };
}
