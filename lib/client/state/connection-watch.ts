import type { ErrorCode } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { Connection } from './chat-state';
import type { SessionStore } from './chat-store';

/** Keeps the store's word on the connection. Trouble that changes its name goes on since it began. */
export interface ConnectionWatch {
  isConnected(): boolean;
  /** For the first time, or after all was over. */
  started(): void;
  /** With a node that says whether it can store. */
  opened(isStoring: boolean): void;
  /** The node that was given up is there after all. */
  resumed(): void;
  lost(): void;
  networkChanged(): void;
  /** Could the node store, or read what is stored, when it was last asked? */
  stored(isStoring: boolean): void;
  /** The node says whether it can store. */
  storeChanged(isStoring: boolean): void;
  /** What was missed is there. A node may have had it in memory: that it can store is no more than it said last. */
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
