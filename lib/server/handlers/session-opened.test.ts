import { expect, it } from 'vitest';
import { sessionOf } from './session-opened';

const came = { member: { id: 'ada', name: null, isPassing: false, isAdmin: false } };
const node = { id: 'node-1', isStoring: () => true, now: () => 0 };

it('[O10] a page is told whether there is a token that makes administrators, but not the token', () => {
  const opened = (adminToken: string | undefined) =>
    sessionOf({ node, entrance: { adminToken } } as Parameters<typeof sessionOf>[0], came, null);
  expect(opened(undefined)).not.toHaveProperty('takesAdminToken');
  expect(opened('hunter2')).toMatchObject({ takesAdminToken: true });
  expect(JSON.stringify(opened('hunter2'))).not.toContain('hunter2');
});
