import { expect } from '@playwright/test';
import { test } from '../support/test';

/** A plain object has this property already, and a room may have it as its address. */
const STRANGE = 'constructor';

test('[U4] a room called `constructor`, which every object has, is read, counted and found like others', async ({
  people,
}) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  await ada.makesRoom(STRANGE);
  await ada.says('First');
  await ben.page.goto(`${people.place.url}/rooms/${STRANGE}`);
  await ben.isIn(STRANGE);
  await ben.reads('First');
  await ben.page.getByRole('link', { name: 'Lobby' }).click();
  await ben.isIn('Online Chat Room');
  await ada.says('Anybody?');
  const link = ben.page.getByRole('navigation').getByRole('link', { name: STRANGE });
  await expect(link).toContainText('1');
  await ben.page.reload();
  await ben.isConnected();
  await expect(link).toContainText('1');
  await link.click();
  await ben.reads('Anybody?');
  await expect(link).toHaveText(STRANGE);
  await ben.messageField.fill('not sent');
  await ben.page.reload();
  await expect(ben.messageField).toHaveValue('not sent');
  await ben.page.keyboard.press('ControlOrMeta+k');
  await ben.page.getByRole('combobox', { name: 'Find a room' }).fill(STRANGE);
  await expect(ben.page.getByRole('option', { name: STRANGE })).toBeVisible();
});

test('[Q1] people called `constructor`, which every object has, are listed, mentioned and heard like others', async ({
  people,
}) => {
  const [one, two] = await people.openTwo('__proto__', 'toString');
  await one.says('@toString @constructor hello');
  await two.reads('@toString @constructor hello');
  await two.says('valueOf');
  await one.reads('valueOf');
  await one.page.reload();
  await one.reads('valueOf');
  const names = one.page.getByRole('complementary').getByRole('listitem');
  await expect(names.filter({ hasText: 'toString' })).toHaveCount(1);
  await expect(names.filter({ hasText: '__proto__' })).toHaveCount(1);
});
