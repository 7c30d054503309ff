import { expect } from '@playwright/test';
import { freePort } from '../../scripts/cluster/free-port';
import { startNode } from '../../scripts/cluster/start-node';
import { removeFolder, temporaryFolder } from '../../scripts/cluster/temporary-folder';
import { expectAccessible } from '../support/axe';
import { SITE_SECRET } from '../support/embedding-site';
import { People } from '../support/people';
import type { Person } from '../support/person';
import { test as base } from '../support/test';

/** `roomFor` gives the test a room of its own that admits guests as ALLOW_GUESTS says. */
const test = base.extend<{ roomFor: (guests: 'read' | 'false') => Promise<People> }>({
  roomFor: async ({ browser, place }, use) => {
    const closing: (() => Promise<unknown>)[] = [];
    await use(async (guests) => {
      const dataDir = temporaryFolder('guests');
      const env = { ALLOW_GUESTS: guests, AUTH_JWT_SECRET: SITE_SECRET, LOG_LEVEL: 'warn' };
      const port = await freePort();
      const node = await startNode({ id: 'node-1', port, store: { dataDir }, env, onLine: () => {} });
      const people = new People(browser, {
        ...place,
        url: `http://localhost:${port}`,
        freeNames: async () => {},
      });
      closing.push(async () => {
        await people.leave().finally(() => node.stop());
        removeFolder(dataDir);
      });
      return people;
    });
    for (const close of closing) await close();
  },
});

const tokenOf = async ({ place }: People, name: string) =>
  (await fetch(`${place.embeddingSite.origin}/token?user=${name}`)).text();

/** Opens the room as a person that the site vouches for. */
async function openSignedIn(people: People, name: string): Promise<Person> {
  const person = await people.arrive(name);
  await person.opens(`${people.place.url}/#token=${await tokenOf(people, name)}`);
  await person.says(`I am ${name}.`);
  await person.readsOnce(`I am ${name}.`);
  return person;
}

test('[J5] with ALLOW_GUESTS=read a guest reads everything, and in place of the fields why they cannot write', async ({
  roomFor,
}) => {
  const people = await roomFor('read');
  const ada = await openSignedIn(people, 'Ada');
  const eve = await people.open('Eve');
  await eve.readsOnce('I am Ada.');
  await ada.says('Said while Eve reads.');
  await eve.readsOnce('Said while Eve reads.');
  await expect(eve.page.getByText('Only those who are signed in can write here.')).toBeVisible();
  await expect(eve.messageField).toHaveCount(0);
  await expect(eve.nameField).toHaveCount(0);
  await expect(eve.page.getByRole('button', { name: 'Find a room' })).toBeVisible();
  await expect(eve.page.getByRole('button', { name: 'Make a room' })).toHaveCount(0);
  const listed = eve.page.getByRole('region', { name: 'People' }).getByRole('listitem');
  await expect(listed).toHaveText([/Ada/]);
  await expect(eve.page.getByRole('button', { name: 'Ada' })).toHaveCount(0);
  await expect(ada.page.getByText('1 here')).toBeVisible();
  await expectAccessible(eve.page);
});

test('[J5] with ALLOW_GUESTS=false a guest is told why, sees nothing of the room, and enters once signed in', async ({
  roomFor,
}) => {
  const people = await roomFor('false');
  const ada = await openSignedIn(people, 'Ada');
  const eve = await people.arrive('Eve');
  await eve.page.goto(people.place.url);
  await expect(eve.page.getByText('Only those who are signed in can enter this chat room.')).toBeVisible();
  await expect(eve.page.getByText(/^It opens from the site that it belongs to/)).toBeVisible();
  for (const name of ['Find a room', 'Make a room', 'People'])
    await expect(eve.page.getByRole('button', { name })).toHaveCount(0);
  await ada.says('Said behind a closed door.');
  await ada.readsOnce('Said behind a closed door.');
  await expect(eve.page.getByText(/I am Ada|closed door/)).toHaveCount(0);
  await expect(eve.page.getByRole('listitem').filter({ hasText: 'Ada' })).toHaveCount(0);
  await expect(eve.page.getByRole('textbox')).toHaveCount(0);
  await expectAccessible(eve.page);

  await eve.page.goto(`${people.place.url}/?signed-in#token=${await tokenOf(people, 'Eve')}`);
  await eve.isConnected();
  await eve.readsOnce('Said behind a closed door.');
  await eve.says('Let in after all.');
  await ada.readsOnce('Let in after all.');
});
