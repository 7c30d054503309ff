import type { Entry, Message } from '@/lib/chat/entry';

/** Returns what replaces a message once `entry` is in the log; `null` if it amends none. */
export function amendmentOf(entry: Entry): Message | null {
  if (entry.kind !== 'deleted') return null;
  return { kind: 'posted', ...entry.target, isDeleted: true };
}

/** Returns `entries` as they are once `amending` are in the log; the same array if that changes nothing. */
export function amended(entries: readonly Entry[], amending: readonly Entry[]): readonly Entry[] {
  const amendments = new Map<string, Message>();
  for (const entry of amending) {
    const amendment = amendmentOf(entry);
    if (amendment) amendments.set(amendment.id, amendment);
  }
  return amendments.size === 0 ? entries : entries.map((entry) => amendments.get(entry.id) ?? entry);
}
