import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

export interface StoreWatch {
  /** As of the last look. */
  isStoring(): boolean;
  stop(): void;
}

interface StoreWatchOptions {
  readonly isReachable: () => Promise<boolean>;
  readonly changed: (isStoring: boolean) => void;
  readonly everyMs?: number | undefined;
}

/** Looks time and again whether this node can store, so that its clients need not find out by sending. */
export function watchStore({ isReachable, changed, everyMs = LOOK_EVERY_MS }: StoreWatchOptions): StoreWatch {
  let isStoring = true;
  let isStopped = false;

  const look = async () => {
    const isNow = await isReachable();
    if (isNow === isStoring || isStopped) return;
    isStoring = isNow;
    changed(isStoring);
  };
  const keepLooking = async () => {
    while (!isStopped) {
      await look();
      await pause(everyMs, undefined, { ref: false });
    }
  };
  void keepLooking();

  return {
    isStoring: () => isStoring,
    stop: () => {
      isStopped = true;
    },
  };
}
