import { expect } from '@playwright/test';
import { freePort } from '../../scripts/cluster/free-port';
import { startNode } from '../../scripts/cluster/start-node';
import { removeFolder, temporaryFolder } from '../../scripts/cluster/temporary-folder';
import { test } from '../support/test';

/** Starts a node with limits so low that a person reaches them. */
async function startNarrow(env: Readonly<Record<string, string>>) {
  const dataDir = temporaryFolder('e2e');
  const node = await startNode({ id: 'narrow', port: await freePort(), store: { dataDir }, env });
  const stop = async () => {
    await node.stop();
    removeFolder(dataDir);
  };
  return { url: `http://localhost:${node.port}`, stop };
}

test('[F9] a person who writes too fast reads when it will be sent, and nothing is lost', async ({
  people,
}) => {
  const node = await startNarrow({ RATE_MESSAGES: '2/12s' });
  const [ada, bob] = [await people.arrive('Ada'), await people.arrive('Bob')];
  for (const person of [ada, bob]) {
    await person.opens(node.url);
    await person.takesName();
  }
  const texts = ['quick one', 'quick two', 'quick three'];
  for (const text of texts) await ada.says(text);
  const line = ada.page.getByRole('status').filter({ hasText: 'You are writing fast' });
  await expect(line).toContainText(/will be sent in \d+ seconds?\./);
  await expect(ada.messages.getByText('quick three')).toContainText('Sending');
  await bob.says('nobody else waits');
  await ada.reads('nobody else waits');
  await expect(bob.messages.getByText(/^quick/)).toHaveText(texts, { timeout: 30_000 });
  await expect(line).toBeHidden();
  await Promise.all([ada.leaves(), bob.leaves()]);
  await node.stop();
});

test('[G3] a person who has written too much reads when it will be sent, and may discard it', async ({
  people,
}) => {
  const node = await startNarrow({ QUOTA_MEMBER: '200kB/1d' });
  const ada = await people.arrive('Ada');
  await ada.opens(node.url);
  await ada.takesName();
  const long = (word: string) => `${word} ${'\u{1F469}\u200D\u{1F680}'.repeat(3_900)}`;
  for (const word of ['one', 'two', 'three']) await ada.says(long(word));
  await ada.says('and a short one');
  const line = ada.page.getByRole('status').filter({ hasText: 'You have written as much as one may' });
  await expect(line).toContainText(/are kept, and will be sent in \d+ hours\./);
  await expect(ada.messages.getByText('and a short one')).toContainText('Sending');
  await ada.page
    .getByRole('article')
    .filter({ hasText: 'three' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(ada.messages.getByText('and a short one')).not.toContainText('Sending');
  await expect(ada.messages.getByText(/^three/)).toHaveCount(0);
  await expect(line).toBeHidden();
  await ada.leaves();
  await node.stop();
});

test('[F9] a person who renames too often is told how many seconds to wait', async ({ people }) => {
  const node = await startNarrow({ RATE_NAMES: '1/1m' });
  const ada = await people.arrive('Ada');
  await ada.opens(node.url);
  await ada.takesName();
  await ada.renames('Countess');
  await expect(ada.page.getByText(/^You are too fast\. Please wait \d+ seconds\.$/)).toBeVisible();
  await expect(ada.nameField).toHaveValue('Countess');
  await ada.leaves();
  await node.stop();
});
