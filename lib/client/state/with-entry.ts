/**
 * Returns a copy of the map in which `key` has the value, or is missing if the value is `null`. Names that strangers choose (a
 * room, a message) are keys of maps only: a plain object already has something under `constructor`.
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
