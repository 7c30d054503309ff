import type { Environment } from '@/lib/client/environment/environment';

/**
 * What a browser remembers under keys. Storage may be forbidden, full or missing: a value that it does not take is remembered
 * for the life of the page, so that going to another room and back loses nothing.
 * @param storage throws, or returns nothing, where a browser forbids it
 */
export function createKeptValues(storage: () => Storage) {
  /** `null`: the value was forgotten, but the storage failed to remove it. */
  const untaken = new Map<string, string | null>();
  const read: Environment['read'] = (key) => {
    const here = untaken.get(key);
    if (here !== undefined) return here;
    try {
      return storage().getItem(key);
    } catch {
      return null;
    }
  };
  const write: Environment['writeForTab'] = (key, value) => {
    try {
      if (value === null) storage().removeItem(key);
      else storage().setItem(key, value);
      untaken.delete(key);
    } catch {
      untaken.set(key, value);
    }
  };
  return { read, write };
}
