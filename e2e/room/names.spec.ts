import { expect } from '@playwright/test';
import { expectKept } from '../support/kept-messages';
import type { Person } from '../support/person';
import { test } from '../support/test';

const offers = (person: Person) => person.page.getByRole('group', { name: 'Free usernames' });

test('[N7] a taken name offers free ones, and one of them is a touch away', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await bob.renames('ADA');
  await expect(bob.nameField).toHaveAccessibleDescription('This username is taken.');
  await expect(offers(bob).getByRole('button')).toHaveText(['ADA 2', 'ADA 3', 'ADA 4']);
  await offers(bob).getByRole('button', { name: 'ADA 3' }).click();
  await bob.readsOnce('Your username has been set to: ADA 3');
  await expect(bob.messageField).toBeFocused();
  await ada.reads(/^Bob is now called ADA 3\./);
});

test('a person who decides against another name keeps theirs', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: 'Change username, now Ada' }).click();
  await ada.nameField.fill('Somebody else');
  await ada.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(ada.page.getByRole('button', { name: 'Change username, now Ada' })).toBeVisible();
  await expect(ada.messageField).toBeFocused();
});

test('[N9] a new name also applies to the other tab, and to what is said from then on', async ({
  people,
  place,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('Said as Ada.');
  const other = await ada.page.context().newPage();
  await other.goto(place.url);
  await expect(other.getByRole('button', { name: 'Change username, now Ada' })).toBeVisible();
  await ada.renames('Countess');
  await expect(other.getByRole('button', { name: 'Change username, now Countess' })).toBeVisible();
  await ada.says('Said as Countess.');
  const articles = bob.messages.getByRole('article');
  await expect(articles.filter({ hasText: 'Said as Ada.' })).toHaveAccessibleName(/^Ada,/);
  await expect(articles.filter({ hasText: 'Said as Countess.' })).toHaveAccessibleName(/^Countess,/);
});

test('[N10] a remembered name that somebody else has now is asked for again, and what was typed waits', async ({
  people,
  place,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  // A message in flight would belong to the old member.
  await expect(ada.connection).not.toContainText('Connected');
  await ada.says('Written while nobody knew me.');
  // The browser forgets who she was; the room still holds the name for that member.
  await ada.page.context().clearCookies({ name: 'concord_member' });
  await expectKept(ada.page, 'Written while nobody knew me.');
  await ada.page.goto('about:blank');
  await ada.page.context().setOffline(false);
  await ada.page.goto(place.url);
  await expect(ada.nameField).toHaveValue('Ada');
  await expect(ada.nameField).toHaveAccessibleDescription('This username is taken.');
  await expect(ada.messages.getByText('Written while nobody knew me.')).toContainText('Sending');
  await offers(ada).getByRole('button', { name: 'Ada 2' }).click();
  await bob.readsOnce('Written while nobody knew me.');
  await expect(bob.messages.getByRole('article').last()).toHaveAccessibleName(/^Ada 2,/);
  await ada.readsOnce('Written while nobody knew me.');
});
