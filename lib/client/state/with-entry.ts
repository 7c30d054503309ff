/**
 * A copy of the map in which `key` has the value, or is missing where there is none. Whatever strangers may name (a room, a
 * message) is a key of maps only: in a plain object a room called `constructor` has something before anybody put it there.
 */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | null,
): ReadonlyMap<string, Value> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}
