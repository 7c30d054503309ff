import type { Entry, Message } from '@/lib/chat/entry';

/** What stands in a message's place once `entry` is in the log; `null` where it amends none. */
export function amendmentOf(entry: Entry): Message | null {
  if (entry.kind !== 'deleted') return null;
  return { kind: 'posted', ...entry.target, isDeleted: true };
}

/** `entries` as they are once `amending` are in the log; the very same where that changes nothing. */
export function amended(entries: readonly Entry[], amending: readonly Entry[]): readonly Entry[] {
  const amendments = new Map<string, Message>();
  for (const entry of amending) {
    const amendment = amendmentOf(entry);
    if (amendment) amendments.set(amendment.id, amendment);
  }
  return amendments.size === 0 ? entries : entries.map((entry) => amendments.get(entry.id) ?? entry);
}
