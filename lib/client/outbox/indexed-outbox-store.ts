import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage, OutboxStore } from '@/lib/client/environment/outbox-store';
import { createIndexedDatabase } from './indexed-database';

const BY_KEY = 'key';

interface IndexedStoreOptions {
  readonly factory: () => IDBFactory;
  readonly after: Environment['after'];
}

/**
 * Keeps the outbox in IndexedDB, for all tabs of this browser. Orders messages by a counter of its own, since the clocks of two
 * tabs may agree. Every call settles within a bounded time, some of them by rejecting.
 */
export function createIndexedStore(options: IndexedStoreOptions): OutboxStore {
  const database = createIndexedDatabase({
    ...options,
    name: 'concord',
    version: 1,
    objects: 'outbox',
    create: (messages) => void messages.createIndex(BY_KEY, 'key', { unique: true }),
  });

  const change = (
    key: string,
    apply: (messages: IDBObjectStore, place: IDBValidKey | undefined) => unknown,
  ): Promise<void> =>
    database.run('readwrite', (messages, found) => {
      const finding = messages.index(BY_KEY).getKey(key);
      finding.onsuccess = () => {
        try {
          apply(messages, finding.result);
          found();
        } catch {
          messages.transaction.abort(); // This rejects the caller's promise.
        }
      };
    });

  return {
    list: (room) =>
      database.run<readonly KeptMessage[]>('readonly', (messages, found) => {
        const reading: IDBRequest<KeptMessage[]> = messages.getAll();
        reading.onsuccess = () => found(reading.result.filter((message) => message.room === room));
      }),
    keep: async (message) => {
      await change(message.key, (messages, place) => messages.put(message, place));
      return true;
    },
    remove: (key) => change(key, (messages, place) => place !== undefined && messages.delete(place)),
  };
}
