import { expect, type Locator } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

/** Where a character of a text appears on the screen. */
const placeOf = (line: Locator, character: string, nth = 0) =>
  line.evaluate(
    (element, [wanted, skipped]) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let left = skipped;
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (
          let at = (node.textContent ?? '').indexOf(wanted);
          at >= 0;
          at = (node.textContent ?? '').indexOf(wanted, at + 1)
        ) {
          if (left-- > 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + wanted.length);
          const { x, width } = range.getBoundingClientRect();
          return x + width / 2;
        }
      }
      throw new Error(`There is no ${wanted} in ${element.textContent}.`);
    },
    [character, nth] as const,
  );

async function isBefore(line: Locator, one: string, other: string, nth = 0): Promise<void> {
  expect(await placeOf(line, one, nth), `${one} before ${other}`).toBeLessThan(await placeOf(line, other));
}

async function saysIn(ada: Person, text: string): Promise<Locator> {
  await ada.says(text);
  const body = ada.messages.getByRole('article').last().locator('p[dir=auto]');
  await expect(body).toContainText(text.slice(-4));
  return body;
}

test('each line of a message runs in the direction of its own words', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const body = await saysIn(ada, 'שלום לכם!\nHello you?');
  await isBefore(body, '!', 'ש');
  await isBefore(body, 'H', '?');
  const other = await saysIn(ada, 'Hello you?\nשלום לכם!');
  await isBefore(other, 'H', '?');
  await isBefore(other, '!', 'ש');
});

test('neither mentions nor links set the direction of a message', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await isBefore(await saysIn(ada, '@Ada שלום!'), '!', 'ש');
  const other = await people.open('נועה');
  await other.takesName();
  const mention = await saysIn(ada, '@נועה look!');
  await isBefore(mention, 'l', '!');
  await isBefore(await saysIn(ada, 'https://example.com שלום!'), '!', 'ש');
});

test('a name in a sentence of ours keeps its direction and the sentence keeps its own, wherever the name stands', async ({
  people,
}) => {
  const [name, later] = ['נועה!', 'נוגה (2)'];
  const ada = await people.open('Ada');
  await ada.takesName();
  // In the lobby others come and go, which would fold the lines away.
  await ada.makesRoom(`Directions ${Math.random().toString(36).slice(2, 8)}`);
  const other = await people.open(name);
  await other.takesName();
  const set = other.messages.getByText(`Your username has been set to: ${name}`, { exact: true });
  await isBefore(set, '!', 'ה');
  expect(await set.textContent()).not.toMatch(/[\u2066-\u2069]/);
  await other.opens(ada.page.url());
  await ada.reads(`${name} has entered the chat room.`);
  await other.renames(later);
  const renamed = ada.messages.getByText(`${name} is now called ${later}.`, { exact: true });
  await expect(renamed).toBeVisible();
  await isBefore(renamed, '!', 'ה');
  expect(await renamed.textContent()).not.toMatch(/[\u2066-\u2069]/);
  // From right to left: the name, then what is in brackets after it.
  await isBefore(renamed, ')', '2');
  await isBefore(renamed, '2', '(');
  await isBefore(renamed, '(', 'ג');
  await isBefore(renamed, 'ג', '.');
  await isBefore(renamed, 'is', 'called');
});

test('endless marks are cut off where other lines begin, and tall letters are not', async ({ people }) => {
  const ada = await people.open('Ada', { colorScheme: 'light', reducedMotion: 'reduce' });
  await ada.takesName();
  await ada.makesRoom('Letters'); // In the lobby, people of other tests would leave between two pictures.
  const [above, below] = ['The line above.', 'The line below.'];
  await ada.says(above);
  await ada.says('Between.');
  await ada.says(below);
  const row = (text: string) => ada.messages.getByRole('article').filter({ hasText: text });
  const picture = async (text: string) => (await row(text).screenshot()).toString('base64');
  await ada.readsOnce(below);
  await ada.page.mouse.move(0, 0);
  await expect(ada.messages.getByLabel('Sending')).toHaveCount(0);
  const pictures = async () => [await picture(above), await picture(below)];
  let before = await pictures();
  // The view still follows the newest message.
  await expect(async () => {
    const then = before;
    before = await pictures();
    expect(before).toEqual(then);
  }).toPass();
  const between = ada.messages.getByText('Between.', { exact: true });
  const show = (text: string) =>
    between.evaluate((element, shown) => {
      element.firstChild?.replaceWith(shown);
      return element.scrollHeight;
    }, text);
  // Checks what the browser draws, rather than that the room accepts so many.
  const marked = ada.messages.getByText('Z', { exact: false }).last();
  await show(`Z${'\u0301'.repeat(100)}ש${'\u0591'.repeat(50)}`);
  await expect(marked).toBeVisible();
  await expect.poll(pictures).toEqual(before);
  const tall = ['ẤẬỬ Ựg', 'ที่นี้ ปู่', 'བསྒྲུབས', 'نستعلیقؔ', 'ÅÇ|gjpqy'];
  for (const text of tall) {
    await ada.says(text);
    const body = ada.messages.getByRole('article').last().locator('p[dir=auto]');
    await expect(body).toHaveText(text);
    await expect(ada.messages.getByLabel('Sending')).toHaveCount(0);
    await ada.page.mouse.move(0, 0);
    const clipped = await ada.messages.screenshot();
    await body.evaluate((element) => element.style.setProperty('overflow', 'visible'));
    expect((await ada.messages.screenshot()).equals(clipped), text).toBe(true);
  }
});
