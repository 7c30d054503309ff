import { expect, type Locator } from '@playwright/test';
import { expectAccessible } from '@/e2e/support/axe';
import type { People } from '@/e2e/support/people';
import type { Person } from '@/e2e/support/person';
import { test } from '@/e2e/support/test';

/** Ada has made a room; Bob, on another node if there are two, and Cleo are in it. */
async function three(people: People, title: string): Promise<[Person, Person, Person]> {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const cleo = await people.open('Cleo');
  await cleo.takesName();
  await ada.makesRoom(title);
  for (const person of [bob, cleo]) {
    await person.page.goto(ada.page.url());
    await person.isIn(title);
  }
  await expect(ada.page.getByText('3 here')).toBeVisible();
  return [ada, bob, cleo];
}

const listed = (person: Person, name: string): Locator =>
  person.page.getByRole('complementary', { name: 'People' }).getByText(name, { exact: true });

async function acts(person: Person, on: string, what: string): Promise<void> {
  await person.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: `Actions for ${on}` })
    .click();
  await person.page.getByRole('menuitem', { name: what }).click();
}

test('[O3] a removed member is out on every node, and can come back by themselves', async ({ people }) => {
  const [ada, bob, cleo] = await three(people, 'Removing');
  await expect(bob.page.getByRole('button', { name: 'Actions for Cleo' })).toHaveCount(0);
  await acts(ada, 'Bob', 'Remove from the room');
  await expect(bob.page.getByText('Ada removed you from this room.')).toBeVisible();
  for (const person of [ada, cleo]) {
    await person.reads('Ada removed Bob.');
    await expect(listed(person, 'Bob')).toHaveCount(0);
  }
  await bob.page.getByRole('button', { name: 'Enter again' }).press('Enter');
  await expect(bob.messageField).toBeFocused();
  await bob.says('I am back.');
  await cleo.reads('I am back.');
});

test('[O4] a banned member stays out after a reload, until the record lets them in', async ({ people }) => {
  const [ada, bob, cleo] = await three(people, 'Banning');
  await acts(ada, 'Bob', 'Ban…');
  const dialog = ada.page.getByRole('dialog', { name: 'Ban Bob' });
  await expectAccessible(ada.page);
  await dialog.getByText('1 day').click();
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
  await cleo.reads('Ada banned Bob for 1 day.');
  await expect(bob.page.getByText('Ada banned you from this room.')).toBeVisible();
  await bob.page.reload();
  await expect(bob.page.getByText(/^You are banned from this room until /)).toBeVisible();
  await ada.chooses('Moderation record');
  await expectAccessible(ada.page);
  await expectAccessible(bob.page);
  await ada.page.getByRole('button', { name: 'Unban Bob' }).click();
  await expect(ada.page.getByText('Nobody is banned.')).toBeVisible();
  await bob.page.getByRole('button', { name: 'Enter again' }).click();
  await bob.isIn('Banning');
  await bob.says('Thank you.');
  await cleo.reads('Thank you.');
});

test('[O12] a ban with the address says who it affects, before it is made and after', async ({ people }) => {
  const [ada, bob, cleo] = await three(people, 'Houses');
  await acts(ada, 'Bob', 'Ban…');
  const dialog = ada.page.getByRole('dialog', { name: 'Ban Bob' });
  // All of them are at this machine; Ada moderates, so she is not removed.
  await expect(dialog.getByRole('status')).toHaveText('This also removes one other person who is here now.');
  await expectAccessible(ada.page);
  await dialog.getByRole('checkbox', { name: 'Also where they come from' }).check();
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
  await ada.reads('Ada banned Bob for 1 hour, with all guests from the same address.');
  for (const person of [bob, cleo])
    await expect(person.page.getByText('Ada banned you from this room.')).toBeVisible();
  const record = ada.page.getByRole('dialog', { name: 'Moderation record' });
  // Cleo's node records a moment later that the ban removed her, too.
  await expect(async () => {
    await ada.chooses('Moderation record');
    await expect(record.getByText('With all guests from the same address', { exact: true })).toBeVisible();
    const isNoted = await record.getByText('Also kept out: Cleo').isVisible();
    if (!isNoted) await record.getByRole('button', { name: 'Close' }).click();
    expect(isNoted).toBe(true);
  }).toPass();
  await expectAccessible(ada.page);
});

test('[O5] a muted member reads so at the composer, and finds their draft again', async ({ people }) => {
  const [ada, bob] = await three(people, 'Muting');
  const line = bob.page.getByText(/^You are muted in this room until /);
  await bob.messageField.fill('But I');
  await acts(ada, 'Bob', 'Mute…');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(line).toBeFocused();
  await expect(bob.messageField).toHaveCount(0);
  await expectAccessible(bob.page);
  await bob.page.reload();
  await expect(line).toBeVisible();
  await expect(bob.messageField).toHaveCount(0);
  await line.click();
  await ada.chooses('Moderation record');
  await ada.page.getByRole('button', { name: 'Unmute Bob' }).click();
  await expect(bob.messageField).toHaveValue('But I');
  await expect(bob.messageField).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await bob.reads('But I');
  await expect(line).toHaveCount(0);
});

test('[O5] [O7] [O8] a moderator mutes, and in a closed room the owner has the last word', async ({
  people,
}) => {
  const [ada, bob, cleo] = await three(people, 'Closing');
  await acts(ada, 'Bob', 'Make moderator');
  await cleo.reads('Ada made Bob a moderator.');
  await acts(bob, 'Cleo', 'Mute…');
  const dialog = bob.page.getByRole('dialog', { name: 'Mute Cleo' });
  cleo.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await cleo.page.context().setOffline(true);
  await cleo.says('But I');
  await expect(cleo.messages.getByText('But I')).toContainText('Sending');
  await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
  await ada.reads(/^Bob muted Cleo for 10 minutes/);
  await cleo.page.context().setOffline(false);
  await cleo.reads(/^Bob muted Cleo for 10 minutes/);
  // Once in place of the composer, and once with what she wrote before she could know.
  await expect(cleo.page.getByText(/^You are muted in this room until /)).toHaveCount(2);
  await expect(cleo.messages.getByText('But I')).toBeVisible();
  await ada.chooses('Close room');
  await expect(
    bob.page.getByText('This room is closed. Its owner and administrators can write.'),
  ).toBeVisible();
  await ada.says('Good night.');
  await cleo.reads('Good night.');
  // What she could not send is not lost with the room.
  await acts(ada, 'Cleo', 'Remove from the room');
  await expect(cleo.page.getByText('Ada removed you from this room.')).toBeVisible();
  const unsent = cleo.page.getByRole('region', { name: 'Not sent' });
  await expect(unsent.getByText('But I')).toBeVisible();
  await expectAccessible(cleo.page);
  await unsent.getByRole('button', { name: 'Delete' }).click();
  await expect(unsent).toHaveCount(0);
});
