import { expect } from '@playwright/test';
import { BROKEN_STORAGE } from '../support/broken-storage';
import { expectKept } from '../support/kept-messages';
import type { Person } from '../support/person';
import { test } from '../support/test';

/** Messages of other tests stay in the lobby. */
let tests = 0;
let written = /^$/;
let texts: string[] = [];
test.beforeEach(({ place: _ }, { workerIndex }) => {
  tests += 1;
  const of = `in spite of it, ${workerIndex}-${tests}`;
  texts = ['first', 'second', 'third'].map((which) => `${which} ${of}`);
  written = new RegExp(`^(${texts.join('|')})$`);
});

async function everythingArrives(writer: Person, reader: Person): Promise<void> {
  await expect(reader.messages.getByText(written)).toHaveText(texts);
  await expect(writer.messages.getByText(/Sending/)).toHaveCount(0);
  await expect(writer.messages.getByText(written)).toHaveText(texts);
}

for (const [way, breakStorage] of Object.entries(BROKEN_STORAGE)) {
  test(`[S7] ${way}: everything is sent all the same, once and in order`, async ({ people, place }) => {
    const bob = await people.open('Bob');
    const ada = await people.arrive('Ada');
    await ada.page.addInitScript(breakStorage);
    await ada.opens(place.url);
    await ada.takesName();
    for (const text of texts) await ada.says(text);
    await everythingArrives(ada, bob);
  });
}

/** In the page: does what Safari does to a page in the background. Connections opened later work. */
function loseConnections(): void {
  const { transaction } = IDBDatabase.prototype;
  const { open } = IDBFactory.prototype;
  const alive = new WeakSet<IDBDatabase>();
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    request.addEventListener('success', () => alive.add(request.result));
    return request;
  };
  IDBDatabase.prototype.transaction = function (...args) {
    if (!alive.has(this))
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    return transaction.apply(this, args);
  };
}

test('[S4] a database connection that dies is opened again, and what is written is kept', async ({
  people,
  place,
}) => {
  const [ada, bob] = [await people.open('Ada'), await people.open('Bob')];
  await ada.takesName();
  await ada.says(texts[0] ?? '');
  await bob.readsOnce(texts[0] ?? '');
  await ada.page.evaluate(loseConnections);
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  for (const text of texts.slice(1)) await ada.says(text);
  await expectKept(ada.page, texts[2] ?? '');
  const opened = await ada.page.context().newPage();
  await ada.page.close();
  await opened.context().setOffline(false);
  await opened.goto(place.url);
  await expect(bob.messages.getByText(written)).toHaveText(texts);
});

test('[S7] what was written while the database hung is kept once the database answers', async ({
  people,
  place,
}) => {
  const bob = await people.open('Bob');
  const ada = await people.arrive('Ada');
  await ada.page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    Object.assign(window, {
      mendStorage: () => {
        IDBFactory.prototype.open = open;
      },
    });
  });
  await ada.opens(place.url);
  await ada.takesName();
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  for (const text of texts) await ada.says(text);
  await ada.page.evaluate(() => (window as unknown as { mendStorage: () => void }).mendStorage());
  await expectKept(ada.page, texts[2] ?? '');
  const opened = await ada.page.context().newPage();
  await ada.page.close();
  await opened.context().setOffline(false);
  await opened.goto(place.url);
  await expect(bob.messages.getByText(written)).toHaveText(texts);
});
