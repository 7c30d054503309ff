import { randomUUID } from 'node:crypto';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { textOf } from './message-text';

const AUTHOR = { id: 'somebody', name: 'Somebody' };

/** The entry that a node makes of somebody's message. */
export function entryOf(number: number): LoggedEntry {
  const id = `${AUTHOR.id}:${randomUUID()}`;
  return LoggedEntry.of({ kind: 'posted', id, author: AUTHOR, text: textOf(number), at: Date.now() });
}
