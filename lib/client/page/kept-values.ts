import type { Environment } from '@/lib/client/environment/environment';

/**
 * What a browser remembers under keys. Storage may be forbidden, full or missing: what it does not take is remembered for
 * the life of the page, so that going to another room and back loses nothing.
 * @param storage throws, or gives nothing, where a browser forbids it
 */
export function createKeptValues(storage: () => Storage) {
  /** `null`: forgotten, and the storage does not let go of it. */
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
