import { expect, type Locator } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import type { Person } from '../support/person';
import { test } from '../support/test';

const group = (person: Person, title: 'Here' | 'Away'): Locator =>
  person.page.getByRole('region', { name: title, exact: true }).getByRole('listitem');

test('[M14] [M15] [M16] a private room needs a name to read, and its owner sees and removes those who may enter', async ({
  people,
}) => {
  const ada = await people.open('Ada', { permissions: ['clipboard-read', 'clipboard-write'] });
  const [ben, cleo] = [await people.open('Ben'), await people.arrive('Cleo')];
  for (const person of [ada, ben]) await person.takesName();
  await ada.makesRoom('Committee', 'Private');
  const link = await ada.copiesInvite();
  await ben.page.goto(link);
  await ben.isIn('Committee');

  await cleo.page.goto(link);
  await expect(cleo.page.getByText('This room is private.')).toBeVisible();
  await expectAccessible(cleo.page);
  await cleo.page.reload();
  await cleo.setsName();
  await cleo.isIn('Committee');
  await cleo.says('Here I am.');
  await ada.reads('Here I am.');

  await expect(group(ada, 'Here')).toHaveText([/^AAda/, /^BBen.*present link$/, /^CCleo.*present link$/]);
  await expect(group(ben, 'Here')).toHaveCount(0);
  await cleo.leaves();
  await expect(group(ada, 'Away')).toHaveText([/^CCleo.*present link$/]);
  await expectAccessible(ada.page);
  await group(ada, 'Away').getByRole('button', { name: 'Actions for Cleo' }).click();
  await ada.page.getByRole('menuitem', { name: 'Remove from the room' }).click();
  await ada.reads('Ada removed Cleo.');
  await expect(group(ada, 'Away')).toHaveCount(0);

  await ada.chooses('Make a new invite link…');
  await ada.page.getByRole('checkbox', { name: /^Also remove the one person/ }).check();
  await expectAccessible(ada.page);
  await ada.page.getByRole('button', { name: 'Make link and remove them' }).click();
  await expect(ben.page.getByText('Ada removed you from this room.')).toBeVisible();
  await expect(group(ada, 'Here')).toHaveText([/^AAda/]);
});

test('[M17] a member who is blocked in a direct message reads so at the composer, and keeps what they wrote', async ({
  people,
}) => {
  const [gwen, hugo] = await people.openTwo('Gwen', 'Hugo');
  await gwen.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: 'Hugo' })
    .click();
  await gwen.isIn('Hugo');
  await gwen.says('Hello.');
  await hugo.page.getByRole('link', { name: /^Gwen/ }).click();
  await hugo.reads('Hello.');
  await hugo.messageField.fill('What I meant');
  await gwen.chooses('Block Hugo');
  await expect(gwen.page.getByText('You have blocked Hugo. Neither of you can write here.')).toBeVisible();
  await expect(hugo.page.getByRole('status').filter({ hasText: /^Gwen has blocked you/ })).toBeFocused();
  for (const person of [gwen, hugo]) await expectAccessible(person.page);
  await gwen.page.getByRole('button', { name: 'Unblock' }).click();
  await expect(hugo.messageField).toHaveValue('What I meant');
  await expect(hugo.messageField).toBeFocused();
});
