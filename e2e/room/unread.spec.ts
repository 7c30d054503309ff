import { expect } from '@playwright/test';
import { fillHistory } from '../support/fill-history';
import type { Person } from '../support/person';
import { test } from '../support/test';

const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1).padStart(3, '0')}`);

async function scrollUp(person: Person, from: string): Promise<void> {
  await person.messages.hover();
  await person.page.mouse.wheel(0, -700);
  await expect(person.messages.getByText(from, { exact: true })).not.toBeInViewport();
}

/** Opens the page and looks at it until the node knows. */
async function comesAndReads(person: Person, url: string): Promise<void> {
  const told = person.page
    .waitForEvent('websocket')
    .then((socket) =>
      socket.waitForEvent('framesent', ({ payload }) => String(payload).includes('room:read')),
    );
  await person.opens(url);
  await told;
}

test('[U1] what is read on one device is read on the other', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'verse'));
  const ada = await people.open('Ada');
  await ada.takesName();
  // The same person on another device: the same cookie, another browser.
  const storageState = await ada.page.context().storageState();
  const elsewhere = await people.open('Ada elsewhere', { storageState });
  for (const device of [ada, elsewhere]) await scrollUp(device, 'verse 060');
  await fillHistory(place, 'Thalia', numbered(3, 'joke'));
  for (const device of [ada, elsewhere]) await expect(device.page).toHaveTitle('(3) Online Chat Room');
  await ada.page.getByRole('button', { name: '3 new messages' }).click();
  await expect(ada.messages.getByText('joke 003', { exact: true })).toBeInViewport();
  for (const device of [ada, elsewhere]) await expect(device.page).toHaveTitle('Online Chat Room');
});

test('[U6] a person who comes back is told how much is new, and led to where it begins', async ({
  people,
  place,
}) => {
  await fillHistory(place, 'Clio', numbered(20, 'before'));
  const ada = await people.arrive('Ada');
  await comesAndReads(ada, place.url);
  await ada.page.goto('about:blank');
  await fillHistory(place, 'Thalia', numbered(75, 'after'));
  await ada.opens(place.url);
  await ada.reads('after 075');
  const pill = ada.page.getByRole('button', { name: /^75 new messages/ });
  await pill.click();
  await expect(ada.messages.getByText('New', { exact: true })).toBeInViewport();
  await expect(ada.messages.getByText('after 001', { exact: true })).toBeInViewport();
  await expect(pill).toBeHidden();
  await ada.page.reload();
  await ada.reads('after 075');
  await expect(ada.page.getByText(/^Connected/).first()).toBeAttached();
  await expect(ada.messages.getByText('New', { exact: true })).toHaveCount(0);
});

test('[U6] new messages that fit into the view need no way back', async ({ people, place }) => {
  await fillHistory(place, 'Clio', ['read']);
  const ada = await people.arrive('Ada');
  await comesAndReads(ada, place.url);
  await ada.page.goto('about:blank');
  await fillHistory(place, 'Thalia', ['news of today']);
  await ada.opens(place.url);
  await ada.reads('news of today');
  await expect(ada.messages.getByText('New', { exact: true })).toBeInViewport();
  await expect(ada.page.getByRole('button', { name: /new message/ })).toHaveCount(0);
});

test('[U9] a person who was away finds what was said in a direct message they never opened', async ({
  people,
  place,
}) => {
  const [gus, hal] = await people.openTwo('Gus', 'Hal');
  const storageState = await hal.page.context().storageState();
  const elsewhere = await people.open('Hal elsewhere', { storageState });
  await gus.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: 'Hal', exact: true })
    .click();
  await gus.isIn('Hal');
  await hal.page.goto('about:blank');
  await gus.says('Are you there?');
  await gus.says('It is about tonight.');
  const isTold = async (person: Person) => {
    await expect(person.page).toHaveTitle('(2) Online Chat Room');
    await expect(person.page.getByRole('link', { name: 'Gus 2 new messages' })).toBeVisible();
  };
  await isTold(elsewhere);
  await hal.opens(place.url);
  await isTold(hal);
  for (const device of [hal, elsewhere]) {
    await device.page.reload();
    await isTold(device);
  }
  await hal.page.getByRole('link', { name: 'Gus 2 new messages' }).click();
  await hal.reads('It is about tonight.');
  for (const device of [hal, elsewhere]) await expect(device.page).toHaveTitle('Online Chat Room');
  await elsewhere.page.reload();
  await elsewhere.isConnected();
  await expect(elsewhere.page.getByRole('link', { name: 'Gus', exact: true })).toBeVisible();
  await expect(elsewhere.page).toHaveTitle('Online Chat Room');
});

test('[U6] a person back from another room is told what came since, and nothing from before', async ({
  people,
  place,
}) => {
  const ada = await people.arrive('Ada');
  await comesAndReads(ada, place.url);
  await ada.takesName();
  await ada.makesRoom(`Garden ${Math.random().toString(36).slice(2, 8)}`);
  const garden = ada.page.url();
  const goes = async (room: 'Lobby' | 'Garden') => {
    await ada.page.getByRole('navigation').getByRole('link', { name: room }).click();
    if (room === 'Lobby') await ada.isIn('Online Chat Room');
    else await ada.page.waitForURL(garden);
  };
  await fillHistory(place, 'Clio', numbered(40, 'elegy'));
  await goes('Lobby');
  await ada.page.getByRole('button', { name: /^40 new messages/ }).click();
  await expect(ada.messages.getByText('elegy 001', { exact: true })).toBeInViewport();
  await ada.messages.press('End');
  await expect(ada.messages.getByText('elegy 040', { exact: true })).toBeInViewport();
  await goes('Garden');
  await goes('Lobby');
  await expect(ada.messages.getByText('elegy 040', { exact: true })).toBeInViewport();
  await expect(ada.page.getByRole('button', { name: /new message/ })).toHaveCount(0);
  await expect(ada.messages.getByText('New', { exact: true })).toHaveCount(0);
  await goes('Garden');
  await fillHistory(place, 'Thalia', ['one more']);
  await expect(ada.page).toHaveTitle('(1) Online Chat Room');
  await goes('Lobby');
  await expect(ada.messages.getByText('one more', { exact: true })).toBeInViewport();
  await expect(ada.messages.getByText('New', { exact: true })).toBeInViewport();
});

test('[U6] what was on screen is not new to a person who stays in the room', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(40, 'verse'));
  const ada = await people.arrive('Ada');
  await comesAndReads(ada, place.url);
  await ada.page.goto('about:blank');
  await fillHistory(place, 'Thalia', numbered(3, 'quip'));
  await comesAndReads(ada, place.url);
  await expect(ada.messages.getByText('New', { exact: true })).toBeInViewport();
  await expect(ada.messages.getByText('quip 001', { exact: true })).toBeInViewport();
  await fillHistory(place, 'Melpomene', numbered(40, 'dirge'));
  await expect(ada.messages.getByText('dirge 040', { exact: true })).toBeInViewport();
  await expect(ada.messages.getByText('quip 001', { exact: true })).not.toBeInViewport();
  await expect(ada.page.getByRole('button', { name: /new message/ })).toHaveCount(0);
});

test('[U7] a person a little further up is told what is below the screen, and nothing that is on it', async ({
  people,
  place,
}) => {
  await fillHistory(place, 'Clio', numbered(60, 'verse'));
  const ada = await people.open('Ada');
  await scrollUp(ada, 'verse 060');
  await fillHistory(place, 'Thalia', numbered(3, 'pun'));
  const pill = (count: number) =>
    ada.page.getByRole('button', {
      name: count === 1 ? '1 new message' : `${count} new messages`,
      exact: true,
    });
  await expect(pill(3)).toBeVisible();
  await expect(ada.page).toHaveTitle('(3) Online Chat Room');
  // To the second one, with the third still below: too far from the end to count as there.
  await ada.messages.evaluate((log) => log.scrollTo({ top: log.scrollHeight - log.clientHeight - 40 }));
  await expect(pill(3)).toHaveCount(0);
  await expect(ada.page).not.toHaveTitle('(3) Online Chat Room');
  const seen = await ada.page.title();
  await ada.messages.evaluate((log) => log.scrollTo({ top: 0 }));
  await expect(ada.messages.getByText('pun 003', { exact: true })).not.toBeInViewport();
  await expect(ada.page).toHaveTitle(seen);
});
