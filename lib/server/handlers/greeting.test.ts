import { expect, it } from 'vitest';
import { greetingOf } from './greeting';

const came = { member: { id: 'ada', name: null, isPassing: false, isAdmin: false } };
const context = { nodeId: 'node-1', isStoring: () => true, now: () => 0 };

it('[O10] a page is told whether there is a token that makes administrators, and not which', () => {
  const greet = (adminToken: string | undefined) =>
    greetingOf({ ...context, adminToken } as Parameters<typeof greetingOf>[0], came, null);
  expect(greet(undefined)).not.toHaveProperty('takesAdminToken');
  expect(greet('hunter2')).toMatchObject({ takesAdminToken: true });
  expect(JSON.stringify(greet('hunter2'))).not.toContain('hunter2');
});
