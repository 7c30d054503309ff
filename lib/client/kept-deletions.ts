import { z } from 'zod';
import type { Environment } from './environment';

/** The messages of a room that somebody has deleted in this browser, and of which no node has said yet that they are. */
export interface KeptDeletions {
  list(): readonly string[];
  add(id: string): void;
  remove(id: string): void;
}

const idsSchema = z.array(z.string());

export function createKeptDeletions(
  room: string,
  { read, write }: Pick<Environment, 'read' | 'write'>,
): KeptDeletions {
  const key = `concord:deletions:${room}`;
  // Read each time: other tabs delete as well.
  const list = () => idsIn(read(key) ?? '[]');
  const keep = (ids: readonly string[]) => write(key, JSON.stringify(ids));
  return {
    list,
    add: (id) => keep([...list().filter((other) => other !== id), id]),
    remove: (id) => keep(list().filter((other) => other !== id)),
  };
}

/** None where somebody else has written there. */
function idsIn(text: string): readonly string[] {
  try {
    return idsSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
