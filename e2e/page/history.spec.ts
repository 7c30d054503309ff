import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { fillHistory } from '../support/fill-history';
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

test('older messages appear on scrolling up, and nothing jumps', async ({ people, place }) => {
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

test('a reader who jumps to the top stays at what was there while older messages arrive', async ({
  people,
  place,
}) => {
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

test('a reader who jumps to the top gets there, whatever is said at that moment', async ({
  people,
  place,
}) => {
  await fillHistory(place, 'Clio', numbered(50, 'stanza'));
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.reads('stanza 050');
  await ada.messages.focus();
  await ada.messages.evaluate(holdUpKeys);
  await Promise.all([ada.page.keyboard.press('Home'), bob.says('Down here!')]);
  await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible();
  await expect(ada.messages.getByText('Down here!')).not.toBeInViewport();
});

test('a reader further up is not moved by what is said below, and is told of it', async ({
  people,
  place,
}) => {
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

/** Moves the view up by one pixel per frame until `isEnough`. */
type GoUp = (person: Person, isEnough: () => Promise<boolean>) => Promise<void>;

const nextFrame = () => new Promise(requestAnimationFrame);

const WAYS_UP: Readonly<Record<'wheel' | 'finger', GoUp>> = {
  wheel: async ({ page, messages }, isEnough) => {
    await messages.hover();
    while (!(await isEnough())) {
      await page.mouse.wheel(0, -1);
      await page.evaluate(nextFrame);
    }
  },
  finger: async (person, isEnough) => {
    const finger = await putFinger(person);
    while (!(await isEnough())) {
      await finger.movesBy(1);
      await person.page.evaluate(nextFrame);
    }
    await finger.leaves();
  },
};

/** Further than what still counts as the end, even with rows that came meanwhile. */
const isAway = ({ scrollHeight, clientHeight, scrollTop }: HTMLElement) =>
  scrollHeight - clientHeight - scrollTop > 200;

/** Puts a finger in the middle of the messages. */
async function putFinger({ page, messages }: Person) {
  const box = await messages.boundingBox();
  if (box === null) throw new Error('The messages are not visible.');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [at]);
  return {
    movesBy: (down: number) => {
      at.y += down;
      return touch('touchMove', [at]);
    },
    leaves: () => touch('touchEnd', []),
  };
}

for (const [way, goUp] of Object.entries(WAYS_UP)) {
  test(`a reader who scrolls up by ${way} gets away from the end, however much is said`, async ({
    people,
    place,
  }) => {
    await fillHistory(place, 'Clio', numbered(60, 'verse'));
    const [ada, bob] = [await people.open('Ada', { hasTouch: true }), await people.open('Bob')];
    await bob.takesName();
    await ada.reads('verse 060');
    let [said, isUnderWay] = [0, true];
    const talk = async () => {
      while (isUnderWay) {
        await bob.says(`remark ${++said}`);
        await bob.page.evaluate(nextFrame);
      }
    };
    const move = async () => {
      await goUp(ada, () => ada.messages.evaluate(isAway));
      isUnderWay = false;
    };
    await Promise.all([talk(), move()]);
    await expect(ada.page.getByRole('button', { name: /^\d+ new messages$/ })).toBeVisible();
    await expect(ada.messages.getByText(`remark ${said}`, { exact: true })).not.toBeInViewport();
  });

  test(`a reader who moves the view a little by ${way} is still at the end`, async ({ people, place }) => {
    await fillHistory(place, 'Clio', numbered(60, 'strophe'));
    const [ada, bob] = [await people.open('Ada', { hasTouch: true }), await people.open('Bob')];
    await bob.takesName();
    await ada.reads('strophe 060');
    let frames = 0;
    await goUp(ada, async () => frames++ === 20);
    await ada.messages.evaluate(untilStill);
    await bob.says('Down here!');
    await expect(ada.messages.getByText('Down here!')).toBeInViewport();
  });
}

test('a finger resting on the messages holds nothing up', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'ode'));
  const [ada, bob] = [await people.open('Ada', { hasTouch: true }), await people.open('Bob')];
  await bob.takesName();
  const finger = await putFinger(ada);
  await bob.says('Down here!');
  await expect(ada.messages.getByText('Down here!')).toBeInViewport();
  await finger.leaves();
});

test('the view follows the newest message', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'line'));
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  for (const count of [1, 2, 3]) {
    await bob.says(`news ${count}`);
    await expect(ada.messages.getByText(`news ${count}`, { exact: true })).toBeInViewport();
  }
});

/** In the page: resolves when nothing has moved for longer than the page itself waits. */
const untilStill = (area: Element) =>
  new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, 500);
    area.addEventListener('scroll', () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, 500);
    });
  });

/** In the page: delays key scrolling until after what arrives meanwhile is shown. */
function holdUpKeys(area: Element) {
  area.addEventListener('keydown', () => {
    const until = performance.now() + 1_000;
    while (performance.now() < until);
  });
}

interface Watched {
  readonly text: string;
  /** The full scroll height before older messages arrive. */
  readonly height: number;
}

/** In the page: records between which positions a message moves while older ones appear above it. */
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
