import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { fillHistory, keepTalking } from '../support/fill-history';
import type { Person } from '../support/person';
import { test } from '../support/test';

const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1).padStart(3, '0')}`);

test('what was said is there after a reload', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('Remember this.');
  await bob.says('And this.');
  await ada.reads('And this.');
  await ada.page.reload();
  await ada.readsOnce('Remember this.');
  await ada.readsOnce('And this.');
});

test('the last 50 messages come at once', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'chapter'));
  const ada = await people.arrive('Ada');
  const joined = ada.page
    .waitForEvent('websocket')
    .then((socket) =>
      socket.waitForEvent('framereceived', ({ payload }) => String(payload).includes('"catchUp"')),
    );
  await ada.opens(place.url);
  expect(String((await joined).payload).match(/"kind":"posted"/g)).toHaveLength(50);
  await ada.reads('chapter 060');
});

test('older messages come on scrolling up, and nothing jumps', async ({ people, place }) => {
  const verses = numbered(120, `verse of ${randomUUID().slice(0, 4)}`);
  await fillHistory(place, 'Clio', verses);
  const ada = await people.open('Ada');
  await ada.reads(verses[119] ?? '');
  await ada.messages.hover();
  const verse = ada.messages.getByText(verses[89] ?? '');
  const start = (await verse.boundingBox())?.y ?? 0;
  const height = await ada.messages.evaluate((area) => area.scrollHeight);
  const watched = ada.messages.evaluate(watchWhileGrowing, { text: verses[89] ?? '', height });
  await ada.page.mouse.wheel(0, -200);
  await ada.page.mouse.wheel(0, -200);
  const { lowest, highest } = await watched;
  const end = (await verse.boundingBox())?.y ?? 0;
  expect(Math.round(end - start), 'the wheel alone has moved it').toBe(400);
  expect(highest).toBeGreaterThanOrEqual(start - 1);
  expect(lowest).toBeLessThanOrEqual(end + 1);
  await expect(async () => {
    await ada.page.mouse.wheel(0, -500);
    await expect(ada.messages.getByText(verses[0] ?? '')).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 10_000 });
});

test('who jumps to the top stays at what was there while older messages come', async ({ people, place }) => {
  const verses = numbered(120, `rhyme of ${randomUUID().slice(0, 4)}`);
  await fillHistory(place, 'Clio', verses);
  const ada = await people.open('Ada');
  await ada.reads(verses[119] ?? '');
  const height = () => ada.messages.evaluate((area) => area.scrollHeight);
  const heightBefore = await height();
  await ada.messages.focus();
  await ada.page.keyboard.press('Home');
  await expect(ada.messages.getByText(verses[74] ?? '')).toBeInViewport();
  await expect.poll(height).toBeGreaterThan(heightBefore + 500);
  await expect(ada.messages.getByText(verses[74] ?? '')).toBeInViewport();
});

test('who jumps to the top gets there, whatever is said in that moment', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(50, 'stanza'));
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.reads('stanza 050');
  await ada.messages.focus();
  await ada.messages.evaluate(holdUpKeys);
  await Promise.all([ada.page.keyboard.press('Home'), bob.says('Down here!')]);
  await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible();
  await expect(ada.messages.getByText('Down here!')).not.toBeInViewport();
});

test('who reads further up is not moved by what is said below, and is told', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(80, 'page'));
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.reads('page 080');
  await ada.messages.hover();
  await ada.page.mouse.wheel(0, -600);
  const pill = ada.page.getByRole('button', { name: '1 new message' });
  await expect(ada.messages.getByText('page 080')).not.toBeInViewport();
  await bob.says('Down here!');
  await expect(pill).toBeVisible();
  await expect(ada.messages.getByText('Down here!')).not.toBeInViewport();
  await pill.click();
  await expect(ada.messages.getByText('Down here!')).toBeInViewport();
});

/** Slowly: by less at a time than the row that comes meanwhile is high. */
const WAYS_UP = {
  wheel: async ({ page, messages }: Person) => {
    await messages.hover();
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, -4);
  },
  finger: async ({ page, messages }: Person) => {
    const box = await messages.boundingBox();
    if (box === null) throw new Error('The messages are not to be seen.');
    const [x, top] = [box.x + box.width / 2, box.y + 100];
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [{ x, y: top }]);
    for (let down = 4; down <= 160; down += 4) await touch('touchMove', [{ x, y: top + down }]);
    await touch('touchEnd', []);
  },
};

for (const [way, goUp] of Object.entries(WAYS_UP)) {
  test(`whoever scrolls up by ${way} gets away from the end of a busy room`, async ({ people, place }) => {
    const ada = await people.open('Ada', { hasTouch: way === 'finger' });
    const stop = await keepTalking(place, 'Clio');
    await ada.reads('remark 40');
    await goUp(ada);
    const pill = ada.page.getByRole('button', { name: /^[2-9]\d new messages$/ });
    await expect(pill).toBeVisible();
    stop();
    await pill.click();
    await expect(pill).toBeHidden();
  });
}

test('the view follows the newest message', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'line'));
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  for (const count of [1, 2, 3]) {
    await bob.says(`news ${count}`);
    await expect(ada.messages.getByText(`news ${count}`, { exact: true })).toBeInViewport();
  }
});

/** In the page: what comes meanwhile is shown before the browser goes where a key says. */
function holdUpKeys(area: Element) {
  area.addEventListener('keydown', () => {
    const until = performance.now() + 1_000;
    while (performance.now() < until);
  });
}

interface Watched {
  readonly text: string;
  /** Of all there is to scroll, before older messages come. */
  readonly height: number;
}

/** In the page: between which places a message moves while older ones come above it. */
function watchWhileGrowing(area: Element, { text, height }: Watched) {
  const places: number[] = [];
  let calmFrames = 0;
  return new Promise<{ highest: number; lowest: number }>((resolve) => {
    const look = () => {
      const found = [...area.querySelectorAll('p')].find((paragraph) => paragraph.textContent === text);
      if (found) places.push(found.getBoundingClientRect().top);
      calmFrames = area.scrollHeight > height + 500 ? calmFrames + 1 : 0;
      if (calmFrames > 30) resolve({ highest: Math.min(...places), lowest: Math.max(...places) });
      else requestAnimationFrame(look);
    };
    look();
  });
}
