import type { Connection } from './chat-state';
import type { ChatStore } from './chat-store';
import type { Environment } from './environment';

/** Keeps the store's word on the connection. Trouble that changes its name goes on since it began. */
export interface ConnectionWatch {
  isConnected(): boolean;
  started(): void;
  opened(): void;
  lost(): void;
  networkChanged(): void;
  /** Could the node store, or read what is stored, when it was last asked? */
  stored(isStoring: boolean): void;
  outdated(): void;
}

export function createConnectionWatch(store: ChatStore, environment: Environment): ConnectionWatch {
  let isOpen = false;
  let wasOpen = false;

  const set = (connection: Connection) => store.setState({ connection });

  const trouble = (status: 'connecting' | 'reconnecting' | 'offline' | 'unstored') => {
    const { connection } = store.getState();
    const isAlready = connection.status === status;
    if (isAlready || connection.status === 'outdated') return;
    set({ status, since: 'since' in connection ? connection.since : environment.now() });
  };

  const disconnected = () => {
    if (!environment.isOnline()) trouble('offline');
    else trouble(wasOpen ? 'reconnecting' : 'connecting');
  };

  return {
    isConnected: () => isOpen,
    started: () => set({ status: 'connecting', since: environment.now() }),
    opened: () => {
      isOpen = true;
      wasOpen = true;
      set({ status: 'connected' });
    },
    lost: () => {
      isOpen = false;
      disconnected();
    },
    networkChanged: () => {
      if (!isOpen) disconnected();
    },
    stored: (isStoring) => {
      if (!isStoring) trouble('unstored');
      else if (isOpen && store.getState().connection.status === 'unstored') set({ status: 'connected' });
    },
    outdated: () => set({ status: 'outdated' }),
  };
}
