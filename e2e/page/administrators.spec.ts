import { expect } from '@playwright/test';
import { freePort } from '../../scripts/cluster/free-port';
import { startNode } from '../../scripts/cluster/start-node';
import { removeFolder, temporaryFolder } from '../../scripts/cluster/temporary-folder';
import type { Person } from '../support/person';
import { test } from '../support/test';

async function offered(person: Person): Promise<number> {
  await person.page.getByRole('button', { name: 'Settings' }).click();
  await expect(person.page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  return person.page.getByRole('button', { name: "Administrator's token…" }).count();
}

test("the page offers a place for the administrator's token only where there is one", async ({ people }) => {
  expect(await offered(await people.open('Ada'))).toBe(0);
  const dataDir = temporaryFolder('administrators');
  const env = { ADMIN_TOKEN: 'k3Jq8vTz1bXw5nRc7hYd2mLs9pGf4uEa', LOG_LEVEL: 'warn' };
  const node = await startNode({ id: 'node-1', port: await freePort(), store: { dataDir }, env });
  const bob = await people.arrive('Bob');
  await bob.opens(node.url);
  expect(await offered(bob)).toBe(1);
  await bob.leaves();
  await node.stop();
  removeFolder(dataDir);
});
