import { expect, it } from 'vitest';
import type { Entry } from '@/lib/chat/entry';
import { aMessage } from '@/lib/chat/message-for-tests';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { RecentEntries } from './recent-entries';

const author = { id: 'ada', name: 'Ada' };
const posted = (id: string) => aMessage({ id, text: `the words of ${id}` });
const deleted = (id: string): Entry => ({
  kind: 'deleted',
  id: `${id} gone`,
  target: { id, author, at: 1 },
  by: author,
  at: 2,
});

function held(runs: readonly (readonly Entry[])[]): string {
  const recent = new RecentEntries({ keep: 100 });
  for (const entries of runs) recent.add(1, entries.map(LoggedEntry.of));
  return JSON.stringify(recent.runFrom(1).entries);
}

it('[X1] a deleted message is gone from memory, even if it came in the same run as its deletion', () => {
  const [apart, together] = [
    held([[posted('a')], [posted('b'), deleted('a')]]),
    held([[posted('a'), posted('b'), deleted('a')]]),
  ];
  expect(together).not.toContain('the words of a');
  expect(together).toContain('the words of b');
  expect(together).toBe(apart);
});
