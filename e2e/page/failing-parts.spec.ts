import { expect, type Locator } from '@playwright/test';
import type { Person } from '../support/person';
import type { Place } from '../support/place';
import { test } from '../support/test';

const SENTENCE = 'Something went wrong here.';

/** In the page: from now on nothing can be inserted into the part or removed from it. */
function breakInside(part: Element): void {
  const { removeChild } = Node.prototype;
  for (const name of ['appendChild', 'insertBefore', 'removeChild'] as const) {
    const before = Node.prototype[name] as (this: Node, ...args: never[]) => Node;
    Object.assign(Node.prototype, {
      [name](this: Node, ...args: never[]) {
        // Removing a node that stands elsewhere makes the browser itself throw.
        if (part.contains(this)) removeChild.call(this, document.createElement('stranger'));
        return before.apply(this, args);
      },
    });
  }
}

interface Failing {
  readonly part: string;
  readonly where: (person: Person) => Locator;
  /** Changes something in the part. */
  readonly change: (ada: Person, bob: Person) => Promise<void>;
}

const goesToLobby = async ({ page }: Person) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Lobby/ })
    .click();
  await expect(page).toHaveURL(/\/$/);
};

const main = (person: Person) => person.page.getByRole('main');

const FAILING: readonly Failing[] = [
  {
    part: 'messages',
    where: (person) => person.messages,
    change: (_, bob) => bob.says('This row cannot be shown'),
  },
  {
    part: 'people',
    where: (person) => person.page.getByRole('complementary', { name: 'People' }),
    change: (_, bob) => bob.renames('Aaron'),
  },
  {
    part: 'composer',
    where: (person) => main(person).locator(':scope > div').filter({ has: person.messageField }),
    change: (_, bob) => bob.messageField.pressSequentially('typing'),
  },
  {
    part: 'rooms',
    where: (person) => person.page.getByRole('navigation'),
    change: async (ada, bob) => {
      await ada.page
        .getByRole('navigation')
        .getByRole('link', { name: /^Lobby/ })
        .hover();
      await bob.says('Unread in the lobby');
    },
  },
  {
    part: 'header',
    where: (person) => person.page.getByRole('banner').or(main(person).locator('header')).first(),
    change: async (ada) => {
      await ada.page
        .getByRole('navigation')
        .getByRole('link', { name: /Elsewhere/ })
        .click();
    },
  },
];

/** Returns the log lines about this part. */
const reports = ({ logged }: Place, part: string) =>
  logged.filter((line) => line.includes('a part of a page has failed') && line.includes(`"part":"${part}"`));

for (const { part, where, change } of FAILING) {
  test(`[W6] when ${part} cannot be drawn it says so, the rest goes on, and the draft is kept`, async ({
    people,
    place,
  }) => {
    const [ada, bob] = await people.openTwo('Ada', 'Bob');
    const elsewhere = `Elsewhere ${part}`;
    await ada.makesRoom(elsewhere);
    if (part !== 'rooms') await goesToLobby(ada);
    await ada.messageField.fill('A draft');
    ada.complaints.expect(/NotFoundError|removeChild/);
    const before = reports(place, part).length;
    await where(ada).evaluate(breakInside);
    await change(ada, bob);

    await expect(ada.page.getByRole('alert').filter({ hasText: SENTENCE })).toHaveCount(1);
    const others = FAILING.filter((other) => other.part !== part);
    for (const other of others) await expect(other.where(ada)).toBeVisible();
    if (part !== 'composer') {
      await ada.messageField.press('End');
      await ada.messageField.pressSequentially(' that goes on');
    }
    await expect.poll(() => reports(place, part).length).toBe(before + 1);
    const line = reports(place, part).at(-1) ?? '';
    const inScript = expect.stringMatching(/^_next\/static\/.*\.js:\d+:\d+$/);
    expect(JSON.parse(line)).toMatchObject({
      part,
      error: 'NotFoundError',
      at: expect.arrayContaining([inScript]),
    });

    const address = ada.page.url();
    await ada.page.getByRole('button', { name: 'Reload' }).click();
    await ada.isConnected();
    expect(ada.page.url()).toBe(address);
    await expect(ada.page.getByText(SENTENCE)).toHaveCount(0);
    if (part === 'header') await goesToLobby(ada);
    // In the header's case she went to another room before she typed on.
    const draft = part === 'composer' || part === 'header' ? 'A draft' : 'A draft that goes on';
    await expect(ada.messageField).toHaveValue(draft);
  });
}
