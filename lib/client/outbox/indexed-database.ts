import type { Environment } from '@/lib/client/environment/environment';

export interface IndexedDatabaseOptions {
  readonly name: string;
  readonly version: number;
  /** The one object store that every step works on. */
  readonly objects: string;
  readonly create: (objects: IDBObjectStore) => void;
  /** Throws where the browser forbids it. */
  readonly factory: () => IDBFactory;
  readonly after: Environment['after'];
}

/** Requests something in a transaction and passes on the result once it has it. */
type Step<T> = (objects: IDBObjectStore, found: (value: T) => void) => void;

export interface IndexedDatabase {
  /**
   * Resolves only once the transaction is committed: a request that succeeded may still be undone. Rejects after {@link
   * STEP_MS} without progress; the step may then have been carried out or not, but will not be carried out later.
   */
  run<T>(mode: IDBTransactionMode, step: Step<T>): Promise<T>;
}

/** For opening and for each transaction. A disk that is merely busy answers within this time. */
const STEP_MS = 2_000;

class NoAnswer extends Error {}

/**
 * One database, opened on demand. After a connection fails once, it is not used again: browsers close connections without
 * notice (Safari in the background, Chrome when its storage process dies), and every transaction throws from then on.
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
      // A connection that opens late is as good as any, unless there is another by then.
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
        // Waiting as long again would help nobody.
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

/** Calls `lost` when the database has to be opened again. */
function openDatabase(options: IndexedDatabaseOptions, lost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = options.factory().open(options.name, options.version);
    request.onupgradeneeded = () =>
      options.create(request.result.createObjectStore(options.objects, { autoIncrement: true }));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = lost;
      // A newer page can raise the version only once every older one has closed its connection.
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

/** Once the caller has been told that a step did not happen, it must not happen. */
function abandon(database: IDBDatabase, transaction: IDBTransaction | null): void {
  try {
    transaction?.abort();
  } catch {
    // The transaction is over already.
  }
  database.close();
}
