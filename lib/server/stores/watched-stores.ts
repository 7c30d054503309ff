import type { Logger } from 'pino';
import { ChatError } from '@/lib/chat/errors';
import { type StoreSigns, type StoreWatch, watchStore } from '@/lib/server/databases/store-watch';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { Stores } from './stores';

/** Stores that were just opened: nobody knows yet whether they take writes. */
export interface OpenedStores extends Omit<Stores, 'watch' | 'isReachable'> {
  readonly signs: StoreSigns;
}

/** Returns the stores once they have been probed; they are watched from then on until they are closed. */
export async function watchedStores({ signs, ...opened }: OpenedStores, logger: Logger): Promise<Stores> {
  const watch = watchStore({ signs, logger });
  await watch.looked;
  return {
    ...opened,
    log: noting(opened.log, signs, watch.failed),
    watch,
    isReachable: async () => {
      const began = performance.now();
      await signs.look().catch((cause: unknown) => watch.failed(cause, began));
      return watch.isStoring();
    },
    close: () => {
      watch.stop();
      opened.close();
    },
  };
}

/** The same log, except that it reports its failures. */
function noting(log: RoomLog, signs: StoreSigns, failed: StoreWatch['failed']): RoomLog {
  const noted =
    <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>, isAppend = false) =>
    async (...args: Args): Promise<T> => {
      const began = performance.now();
      try {
        return await ask(...args);
      } catch (error) {
        signs.noted(error instanceof ChatError ? error.cause : error);
        if (isAppend) failed(error, began);
        throw error;
      }
    };
  return {
    ...log,
    append: noted(log.append, true),
    after: noted(log.after),
    before: noted(log.before),
    find: noted(log.find),
    top: noted(log.top),
  };
}
