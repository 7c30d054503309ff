import type { Environment } from '@/lib/client/environment/environment';

export interface IndexedDatabaseOptions {
  readonly name: string;
  readonly version: number;
  /** The one object store that every step works on. */
  readonly objects: string;
  readonly create: (objects: IDBObjectStore) => void;
  /** Throws where a browser forbids it. */
  readonly factory: () => IDBFactory;
  readonly after: Environment['after'];
}

/** Asks for something in a transaction, and says what it found once it has. */
type Step<T> = (objects: IDBObjectStore, found: (value: T) => void) => void;

export interface IndexedDatabase {
  /**
   * Resolves when it is committed: what was merely asked for may still be undone. Rejects within {@link STEP_MS} of
   * getting nowhere; then it may have been carried out or not, and is not carried out later.
   */
  run<T>(mode: IDBTransactionMode, step: Step<T>): Promise<T>;
}

/** For opening and for each transaction. A disk that is merely busy answers within it. */
const STEP_MS = 2_000;

class NoAnswer extends Error {}

/**
 * One database, opened when it is needed. A connection that fails once is not used again: browsers close it behind the
 * page's back (Safari in the background, Chrome when its storage process dies), and every transaction throws from then on.
 */
export function createIndexedDatabase(options: IndexedDatabaseOptions): IndexedDatabase {
  let opened: Promise<IDBDatabase> | null = null;

  const inTime = createInTime(options.after);

  const open = (): Promise<IDBDatabase> => {
    const forget = () => {
      if (opened === opening) opened = null;
    };
    const opens = openDatabase(options, forget);
    const opening = inTime(opens);
    opened = opening;
    opening.catch(() => {
      forget();
      // One that opens late is as good as any, unless there is another by then.
      opens.then(
        (late) => (opened === null ? adopt(late) : late.close()),
        () => {},
      );
    });
    return opening;
  };

  const adopt = (late: IDBDatabase) => {
    opened = Promise.resolve(late);
  };

  const attempt = async <T>(mode: IDBTransactionMode, step: Step<T>): Promise<T> => {
    const opening = opened ?? open();
    const database = await opening;
    const transaction = { current: null as IDBTransaction | null };
    try {
      return await inTime(transact(database, options.objects, mode, step, transaction));
    } catch (error) {
      if (opened === opening) opened = null;
      abandon(database, transaction.current);
      throw error;
    }
  };

  return {
    run: (mode, step) =>
      attempt(mode, step).catch((error) => {
        // Waiting as long once more would help nobody.
        if (error instanceof NoAnswer) throw error;
        return attempt(mode, step);
      }),
  };
}

const createInTime =
  (after: Environment['after']) =>
  <T>(answer: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = after(STEP_MS, () => reject(new NoAnswer()));
      answer.then(resolve, reject).finally(cancel);
    });

/** `lost` is called when the database has to be opened again. */
function openDatabase(options: IndexedDatabaseOptions, lost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = options.factory().open(options.name, options.version);
    request.onupgradeneeded = () =>
      options.create(request.result.createObjectStore(options.objects, { autoIncrement: true }));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = lost;
      // A newer page may raise the version only when every older one has let go.
      database.onversionchange = () => {
        database.close();
        lost();
      };
      resolve(database);
    };
  });
}

function transact<T>(
  database: IDBDatabase,
  name: string,
  mode: IDBTransactionMode,
  step: Step<T>,
  begun: { current: IDBTransaction | null },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    begun.current = transaction;
    let result: { readonly value: T } | null = null;
    transaction.oncomplete = () =>
      result === null ? reject(new Error('nothing found')) : resolve(result.value);
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    step(transaction.objectStore(name), (value) => {
      result = { value };
    });
  });
}

/** What has not happened yet must not happen after the caller was told that it had not. */
function abandon(database: IDBDatabase, transaction: IDBTransaction | null): void {
  try {
    transaction?.abort();
  } catch {
    // It is over.
  }
  database.close();
}
