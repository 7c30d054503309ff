import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

const line = (person: Person, text: string | RegExp) => person.page.getByText(text);

test('[Y3] a typing person is shown to the other at once, until their message arrives', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await bob.messageField.pressSequentially('I think that');
  await expect(line(ada, 'Bob is typing…')).toBeVisible();
  await bob.messageField.press('Enter');
  await ada.reads('I think that');
  await expect(line(ada, 'Bob is typing…')).toBeHidden({ timeout: 4_000 });
  await ada.says('So do I.');
  await bob.reads('So do I.');
  await expect(line(bob, /is typing/)).toBeHidden();
});

test('[Y3] stopping, emptying the field and closing the tab end the typing', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await bob.messageField.pressSequentially('Hm');
  await expect(line(ada, 'Bob is typing…')).toBeVisible();
  await expect(line(ada, 'Bob is typing…')).toBeHidden();
  await bob.messageField.pressSequentially('m');
  await expect(line(ada, 'Bob is typing…')).toBeVisible();
  await bob.messageField.fill('');
  await expect(line(ada, 'Bob is typing…')).toBeHidden();
  await bob.messageField.pressSequentially('Bye');
  await expect(line(ada, 'Bob is typing…')).toBeVisible();
  await bob.leaves();
  await expect(line(ada, 'Bob is typing…')).toBeHidden();
});

test('[Y6] nobody is shown their own typing, in any tab', async ({ people, place }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const other = await bob.page.context().newPage();
  await other.goto(place.url);
  await expect(other.getByRole('button', { name: 'Change username, now Bob' })).toBeVisible();
  await bob.messageField.pressSequentially('Me?');
  await expect(line(ada, 'Bob is typing…')).toBeVisible();
  for (const page of [bob.page, other]) await expect(page.getByText(/ typing…$/)).toBeHidden();
});

test('[Y1] up to three are named, more are counted, and nothing moves when they appear', async ({
  people,
}) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  const others = [ben];
  for (const name of ['Cleo', 'Dora']) {
    const person = await people.open(name);
    await person.takesName();
    others.push(person);
  }
  const before = await ada.messageField.boundingBox();
  const area = await ada.messages.boundingBox();
  const expected = ['Ben is typing…', 'Ben and Cleo are typing…', 'Ben, Cleo and Dora are typing…'];
  const typing: Person[] = [];
  for (const [index, person] of others.entries()) {
    typing.push(person);
    await expect(async () => {
      for (const { messageField } of typing) await messageField.press('x');
      await expect(line(ada, expected[index] ?? '')).toBeVisible({ timeout: 500 });
    }).toPass();
  }
  const eve = await people.open('Eve');
  await eve.setsName();
  await expect(async () => {
    for (const { messageField } of [...others, eve]) await messageField.press('x');
    await expect(line(ada, '4 people are typing…')).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await ada.messageField.boundingBox()).toEqual(before);
  expect(await ada.messages.boundingBox()).toEqual(area);
});
