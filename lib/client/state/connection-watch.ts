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
  /** Whether the node could store, or read what is stored, when it was last asked. */
  stored(isStoring: boolean): void;
  /** The node says whether it can store. */
  storeChanged(isStoring: boolean): void;
  /** The page has caught up. The node may have answered from memory, so it can store only if it last said so. */
  caughtUp(): void;
  outdated(): void;
  refused(code: ErrorCode): void;
}

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
    stored,
    storeChanged,
    caughtUp: () => stored(isStoringByWord),
    outdated: () => set({ status: 'outdated' }),
    refused: (code) => set({ status: 'refused', code }),
  };
}
