import { randomUUID } from 'node:crypto';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { textOf } from './message-text';

const AUTHOR = { id: 'somebody', name: 'Somebody' };

/** What a node makes of a message that somebody sends. */
export function entryOf(number: number): LoggedEntry {
  const id = `${AUTHOR.id}:${randomUUID()}`;
  return LoggedEntry.of({ kind: 'posted', id, author: AUTHOR, text: textOf(number), at: Date.now() });
}
