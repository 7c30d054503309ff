import { expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { test } from '../support/test';

/** Rooms of earlier tests stay in the store, so titles are unique. */
const titled = (title: string) => `${title} ${Math.random().toString(36).slice(2, 8)}`;

test('[M2] one person makes a room, another finds it by typing, and both talk there', async ({ people }) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  const title = titled('Summer plans');
  await ada.makesRoom(title);
  await ada.says('The sea?');
  await ben.page.keyboard.press('ControlOrMeta+k');
  await ben.page.getByRole('combobox', { name: 'Find a room' }).fill(title);
  await expect(ben.page.getByRole('option', { name: title })).toBeVisible();
  await ben.page.keyboard.press('Enter');
  await ben.isIn(title);
  await ben.reads('The sea?');
  await ben.says('The mountains!');
  await ada.reads('The mountains!');
  await ada.page.getByRole('link', { name: 'Lobby' }).click();
  await ada.isIn('Online Chat Room');
  await expect(ada.messages.getByText('The mountains!')).toHaveCount(0);
  await ada.page.goBack();
  await ada.reads('The mountains!');
  await ada.page.reload();
  await ada.reads('The mountains!');
});

test('a person who goes to a room can type at once, and one who decides not to is where they were', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = titled('Garden');
  await ada.makesRoom(title);
  await expect(ada.messageField).toBeFocused();
  await ada.page.getByRole('link', { name: 'Lobby' }).click();
  await ada.isIn('Online Chat Room');
  await expect(ada.messageField).toBeFocused();
  const finder = ada.page.getByRole('combobox', { name: 'Find a room' });
  await ada.page.keyboard.press('ControlOrMeta+k');
  await expect(finder).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(finder).toBeHidden();
  await ada.page.keyboard.type('Still here');
  await expect(ada.messageField).toHaveValue('Still here');
  await ada.page.keyboard.press('ControlOrMeta+k');
  await finder.fill(title);
  await expect(ada.page.getByRole('option', { name: title })).toBeVisible();
  await ada.page.keyboard.press('Enter');
  await ada.isIn(title);
  await expect(finder).toBeHidden();
  await ada.page.keyboard.type('And there');
  await expect(ada.messageField).toHaveValue('And there');
});

test('a person who searches for a room that does not exist makes it with two Enters, under the name they typed', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = titled('Nowhere yet');
  await ada.page.keyboard.press('ControlOrMeta+k');
  await ada.page.getByRole('combobox', { name: 'Find a room' }).fill(title);
  await expect(ada.page.getByText('No such room. Make one?')).toBeVisible();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('dialog').getByLabel('Title')).toHaveValue(title);
  await ada.page.getByRole('dialog').getByLabel('Title').press('Enter');
  await ada.isIn(title);
});

test('[M3] everybody in the room sees a new title and topic', async ({ people }) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  const [title, later] = [titled('Plans'), titled('Great plans')];
  await ada.makesRoom(title);
  await ben.page.goto(ada.page.url());
  await ben.isIn(title);
  await ada.chooses('Edit title and topic');
  await ada.page.getByRole('dialog').getByLabel('Title').fill(later);
  await ada.page.getByRole('dialog').getByLabel('Topic').fill('For 2027');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await ben.isIn(later);
  await expect(ben.page.getByText('For 2027')).toBeVisible();
  await expect(ben.page.getByRole('link', { name: later })).toBeVisible();
});

test('[M6] a private room exists for whoever has its invite link, and for nobody else', async ({
  people,
}) => {
  const ada = await people.open('Ada', { permissions: ['clipboard-read', 'clipboard-write'] });
  const ben = await people.open('Ben');
  for (const person of [ada, ben]) await person.setsName();
  const title = titled('Secret club');
  await ada.makesRoom(title, 'Private');
  const link = await ada.copiesInvite();
  const missing = ben.page.getByText('There is no such room.');
  await ben.page.goto(link.split('#')[0] as string);
  await expect(missing).toBeVisible();
  await ben.page.getByRole('button', { name: 'Go to the chat room' }).click();
  await ben.isIn('Online Chat Room');
  await ben.page.goBack();
  await expect(missing).toBeVisible();
  await ben.page.goto(link); // Stays on the same page: only the address changes.
  await ben.isIn(title);
  expect(new URL(ben.page.url()).hash).toBe('');
  await ben.says('I am in.');
  await ada.readsOnce('I am in.');
  await ben.chooses('Leave this room…');
  await expect(ben.page.getByText('to come back you will need an invite link')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await ben.isIn('Online Chat Room');
  await expect(ben.page.getByRole('link', { name: title })).toHaveCount(0);
  await ben.page.goBack();
  await expect(missing).toBeVisible();
});

test('[M6] the owner of a private room who has left it comes back at its address', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = titled('My own');
  await ada.makesRoom(title, 'Private');
  await ada.chooses('Leave this room…');
  await expect(ada.page.getByText('It stays yours')).toBeVisible();
  await expectAccessible(ada.page);
  await ada.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await ada.isIn('Online Chat Room');
  await ada.page.goBack();
  await ada.isIn(title);
  await ada.says('Back again.');
  await ada.readsOnce('Back again.');
  await expect(ada.page.getByRole('link', { name: title })).toBeVisible();
});

test('a person who goes to a room and back at once is where they were', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = titled('Behind');
  await ada.makesRoom(title);
  const lobby = ada.page.getByRole('navigation').getByRole('link', { name: 'Lobby' });
  await lobby.evaluate((link: HTMLElement) => {
    link.click();
    history.back();
  });
  await expect(ada.page).toHaveURL(/\/rooms\//);
  await ada.isIn(title);
  await expect(ada.messageField).toBeFocused();
});

test('[M5] a click on a name begins a direct message', async ({ people }) => {
  const [cleo, dora] = await people.openTwo('Cleo', 'Dora');
  await cleo.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: 'Dora' })
    .click();
  await cleo.isIn('Dora');
  await expect(cleo.page.getByText('Not here')).toHaveCount(0);
  await cleo.says('Just between us.');
  await expect(cleo.page.getByText('Here now')).toBeVisible();
  await dora.page.getByRole('link', { name: 'Cleo 1 new message', exact: true }).click();
  await dora.isIn('Cleo');
  await dora.readsOnce('Just between us.');
  await dora.says('Of course.');
  await cleo.readsOnce('Of course.');
  await dora.page.close();
  await expect(cleo.page.getByText('Not here')).toBeVisible();
  // A dot that says `Connected` beside that would be wrong; a lost connection shows all the same.
  const states = cleo.page.getByRole('main').locator('header p').first();
  await expect(states).toHaveText('Not here');
  cleo.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await cleo.page.context().setOffline(true);
  await expect(states).toHaveText('OfflineNot here');
});

test('[S4] what is typed in one room stays there, even over a reload', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.setsName();
  const title = titled('Drafts');
  await ada.makesRoom(title);
  await ada.messageField.fill('half a thought');
  await ada.page.getByRole('link', { name: 'Lobby' }).click();
  await expect(ada.messageField).toHaveValue('');
  await ada.goesTo(title);
  await expect(ada.messageField).toHaveValue('half a thought');
  await ada.page.reload();
  await expect(ada.messageField).toHaveValue('half a thought');
});

test('[M2] a room needs a title, may have a Chinese one, and says what is wrong with its address', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: 'Make a room' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Make a room' });
  const make = dialog.getByRole('button', { name: 'Make a room' });
  await make.click();
  await expect(dialog.getByRole('alert')).toHaveText('A room needs a title.');
  await dialog.getByLabel('Title').fill('花园');
  await expect(dialog.getByLabel('Address')).toHaveValue(/^room-[a-z0-9]+$/);
  await dialog.getByLabel('Address').fill('My garden!');
  await make.click();
  await expect(dialog.getByRole('alert')).toHaveText(/^An address has at most 64/);
  await expect(dialog.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  const address = `garden-${Math.random().toString(36).slice(2, 8)}`;
  await dialog.getByLabel('Address').fill(address);
  await make.click();
  await ada.isIn('花园');
  expect(new URL(ada.page.url()).pathname).toBe(`/rooms/${address}`);
});
