import type { Posted } from './entry';

/** A message of which a test spells out only what it is about. */
export const aMessage = (fields: Partial<Posted> = {}): Posted => ({
  kind: 'posted',
  id: 'ada:1',
  author: { id: 'ada', name: 'Ada' },
  text: 'Hello',
  at: 1,
  ...fields,
});
