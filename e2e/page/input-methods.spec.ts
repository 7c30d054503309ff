import { expect } from '@playwright/test';
import { InputMethod, pressesAsSafari } from '../support/input-method';
import type { Person } from '../support/person';
import { test } from '../support/test';

const KEYS = ['Enter', 'Escape', 'Tab', 'ArrowDown', 'Home'] as const;

/** What the page might have done: everything a key could have closed, opened, sent, moved or written. */
const stateOf = ({ page }: Person) =>
  page.evaluate(() => ({
    fields: [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
    dialogs: [...document.querySelectorAll('[role=dialog] h2')].map(({ textContent }) => textContent),
    chosen: document.querySelector('[role=option][aria-selected=true]')?.textContent,
    articles: document.querySelectorAll('article').length,
    alerts: [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent),
    focused: document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id,
    path: location.pathname,
  }));

/** Checks that each key changes nothing while a word is composed, or as Safari reports it. */
async function leavesKeysAlone(person: Person, word = '注文'): Promise<void> {
  const focused = person.page.locator(':focus');
  const inputMethod = await InputMethod.at(person.page);
  const before = await stateOf(person);
  for (const key of KEYS) {
    await inputMethod.composes(word);
    const composing = await stateOf(person);
    await inputMethod.presses(key);
    expect(await stateOf(person), `${key} while composing`).toEqual(composing);
  }
  await inputMethod.composes('');
  expect(await stateOf(person)).toEqual(before);
  for (const key of KEYS) {
    await pressesAsSafari(focused, key);
    expect(await stateOf(person), `${key} as Safari tells of it`).toEqual(before);
  }
  await pressesAsSafari(focused, 'k', { ctrlKey: true });
  expect(await stateOf(person), 'Ctrl+K as an input method has taken it').toEqual(before);
}

test("an input method's key sends no message, and the next Enter does", async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.messageField.fill('An order: ');
  await leavesKeysAlone(ada);
  const inputMethod = await InputMethod.at(ada.page);
  await inputMethod.composes('ちゅうもん');
  await inputMethod.presses('Enter');
  await inputMethod.commits('注文');
  await expect(ada.messageField).toHaveValue('An order: 注文');
  await ada.messageField.press('Enter');
  await ada.readsOnce('An order: 注文');
});

test("an input method's key takes no name from the list, and moves nothing in it", async ({ people }) => {
  const ada = await people.open('Ada');
  const named = [ada, await people.open('Li Lei'), await people.open('Li Mei')];
  for (const person of named) await person.takesName();
  await ada.messageField.fill('@');
  await expect(ada.page.getByRole('option', { name: 'Li Lei' })).toBeVisible();
  await leavesKeysAlone(ada, 'li');
  await expect(ada.page.getByRole('option', { name: 'Li Lei' })).toBeVisible();
});

test("an input method's key makes no room from an empty search, and closes no finder", async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.keyboard.press('ControlOrMeta+k');
  const finder = ada.page.getByRole('combobox', { name: 'Find a room' });
  await finder.fill('zhongwen');
  await expect(ada.page.getByText('No such room. Make one?')).toBeVisible();
  const before = await stateOf(ada);
  for (const key of KEYS) {
    await pressesAsSafari(finder, key);
    expect(await stateOf(ada), key).toEqual(before);
  }
  const inputMethod = await InputMethod.at(ada.page);
  for (const key of KEYS) {
    await inputMethod.composes('中文');
    await inputMethod.presses(key);
    await expect(finder).toHaveValue('zhongwen中文');
    await expect(ada.page.getByRole('dialog', { name: 'Make a room' })).toHaveCount(0);
  }
  await inputMethod.commits('中文');
  await expect(ada.page.getByText('No such room. Make one?')).toBeVisible();
  await finder.press('Enter');
  await expect(ada.page.getByRole('dialog').getByLabel('Title')).toHaveValue('zhongwen中文');
});

test("an input method's key closes no dialog and submits no form", async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: 'Make a room' }).click();
  await ada.page.getByRole('dialog').getByLabel('Title').fill('Garden ');
  await leavesKeysAlone(ada);
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
});

test("an input method's key leaves the name field open, and sets no name", async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: /^Change username/ }).click();
  await expect(ada.nameField).toBeFocused();
  await ada.nameField.press('End');
  await leavesKeysAlone(ada);
  await expect(ada.nameField).toHaveValue('Ada');
  await ada.nameField.press('Escape');
  await expect(ada.page.getByRole('button', { name: /^Change username/ })).toBeVisible();
});
