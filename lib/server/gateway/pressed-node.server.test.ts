import { expect, it } from 'vitest';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

/** Twice as much as fits into a node with one megabyte for history, which then holds the newest seven or so. */
const TEXTS = Array.from({ length: 250 }, (_, index) => `${index} ${'x'.repeat(3_900)}`);

it('[E7] a node that had to drop entries keeps serving its room, and after a loss waits for the node that holds them', async () => {
  const pressed = place.opened(
    await place.startNode('pressed', { HISTORY_MEMORY_MB: '1' }, { checkEveryMs: 20 }),
  );
  const roomy = place.opened(await place.startNode('roomy', {}, { checkEveryMs: 400 }));
  const ada = await place.enter(roomy, 'Ada');
  const ben = await place.enter(pressed, 'Ben');
  const answers = await Promise.all(TEXTS.map((text) => ada.say(text)));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  await expect.poll(ben.texts).toEqual(TEXTS);
  await expect.poll(() => heldBy(pressed.url)).toBeLessThan(100_000);
  // What was dropped from memory is there for newcomers, and for clients that come back.
  const cleo = await place.enter(pressed, 'Cleo');
  await cleo.readAll();
  expect(cleo.texts()).toEqual(TEXTS);
  ben.socket.io.engine.close();
  expect(await ada.say('the last')).toMatchObject({ ok: true });
  await expect.poll(ben.texts).toEqual([...TEXTS, 'the last']);

  await place.admin.commands.flushall();
  await expect
    .poll(async () => {
      const dora = await place.enter(roomy, 'Dora');
      await dora.readAll();
      return dora.texts();
    })
    .toEqual([...TEXTS, 'the last']);
  // A client that missed more than fits into one answer starts over with the newest entries (R8).
  for (const { texts } of [ada, ben]) {
    await expect.poll(texts).toEqual(expect.arrayContaining(['the last']));
    expect(texts()).toEqual([...TEXTS, 'the last'].slice(-texts().length));
  }
});

async function heldBy(url: string): Promise<number> {
  const said = await (await fetch(`${url}/healthz`)).text();
  return Number(/rooms (\d+) of/.exec(said)?.[1]);
}
