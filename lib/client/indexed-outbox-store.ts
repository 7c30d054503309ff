import type { KeptMessage, OutboxStore } from './outbox-store';

const DATABASE = 'concord';
const VERSION = 1;
const MESSAGES = 'outbox';
const BY_KEY = 'key';

/** In IndexedDB, for all tabs of this browser. The order is its own counter's: the clocks of two tabs may agree. */
export function createIndexedStore(): OutboxStore {
  let opening: Promise<IDBDatabase> | null = null;

  const open = () => {
    opening ??= openDatabase(() => {
      opening = null;
    });
    return opening;
  };

  return {
    list: async (room) => {
      const messages = (await open()).transaction(MESSAGES).objectStore(MESSAGES);
      const all: KeptMessage[] = await resultOf(messages.getAll());
      return all.filter((message) => message.room === room);
    },
    keep: async (message) => {
      await change(await open(), message.key, (messages, place) => messages.put(message, place));
      return true;
    },
    remove: async (key) => {
      await change(await open(), key, (messages, place) => place !== undefined && messages.delete(place));
    },
  };
}

type Place = IDBValidKey | undefined;

/** Resolves when it is committed: what merely was asked for may still be undone. */
function change(
  database: IDBDatabase,
  key: string,
  apply: (messages: IDBObjectStore, place: Place) => unknown,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(MESSAGES, 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const messages = transaction.objectStore(MESSAGES);
    const finding = messages.index(BY_KEY).getKey(key);
    finding.onsuccess = () => apply(messages, finding.result);
  });
}

/** `lost` is called when the database has to be opened again. */
async function openDatabase(lost: () => void): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const messages = request.result.createObjectStore(MESSAGES, { autoIncrement: true });
      messages.createIndex(BY_KEY, 'key', { unique: true });
    };
    const database = await resultOf(request);
    database.onclose = lost;
    // A newer page may raise the version only when every older one has let go.
    database.onversionchange = () => {
      database.close();
      lost();
    };
    return database;
  } catch (error) {
    lost();
    throw error;
  }
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
