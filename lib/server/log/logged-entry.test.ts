import { expect, it } from 'vitest';
import type { Moderated } from '@/lib/chat/entry';
import { LoggedEntry } from './logged-entry';

const ada = { id: 'ada', name: 'Ada' };

it('[O1] an action that an earlier version logged reaches nodes and pages in its present form', () => {
  const action = { by: ada, at: 5, member: { id: 'ben', name: 'Ben "deed": {' }, others: 2 } as const;
  const rest = { id: 'moderation:1', others: ['eve'], at: 5 };
  const earlier = new LoggedEntry(
    JSON.stringify({ kind: 'moderated', ...rest, deed: { kind: 'kick', ...action } }),
  );
  const now: Moderated = { kind: 'moderated', ...rest, action: { kind: 'remove', ...action } };
  expect(earlier.entry).toEqual(now);
  expect(JSON.parse(earlier.stored)).toEqual(now);
  expect(earlier.id).toBe('moderation:1');
  expect(new LoggedEntry(earlier.stored).stored).toBe(earlier.stored);
});
