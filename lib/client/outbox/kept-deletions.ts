import type { Environment } from '@/lib/client/environment/environment';

/** A message that a member has deleted in this browser and that no node has confirmed as deleted. */
export interface KeptDeletion {
  readonly id: string;
  /** Only this member's page carries it out: otherwise one member would act for another. */
  readonly by: string;
}

/** The kept deletions of a room. */
export interface KeptDeletions {
  list(): readonly KeptDeletion[];
  add(deletion: KeptDeletion): void;
  remove(id: string): void;
}

export function createKeptDeletions(
  room: string,
  { read, write }: Pick<Environment, 'read' | 'write'>,
): KeptDeletions {
  const key = `concord:deletions:${room}`;
  // Read each time, since other tabs delete as well.
  const list = () => keptIn(read(key) ?? '[]');
  const keep = (kept: readonly KeptDeletion[]) => write(key, JSON.stringify(kept));
  const without = (id: string) => list().filter((other) => other.id !== id);
  return {
    list,
    add: (deletion) => keep([...without(deletion.id), deletion]),
    remove: (id) => keep(without(id)),
  };
}

/** Returns none if the stored text is not ours. */
function keptIn(text: string): readonly KeptDeletion[] {
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) && kept.every(isKept) ? kept : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is KeptDeletion {
  if (typeof value !== 'object' || value === null) return false;
  const { id, by } = value as Partial<KeptDeletion>;
  return typeof id === 'string' && typeof by === 'string';
}
