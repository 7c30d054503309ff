import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';
import { textsIn } from '@/lib/client/texts/texts-in';
import { dayText } from '@/lib/client/texts/times';
import { createToday, startOfDay } from './today';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const HOUR_MS = 3_600_000;

/** A page that is opened at this time by the clock on the wall. */
async function openAt(...wall: [number, number, number, number, number]) {
  const environment = new FakeEnvironment();
  await environment.sleep(new Date(...wall).getTime() - environment.now());
  const today = createToday(environment);
  const heard: number[] = [];
  const stop = today.subscribe(() => heard.push(today.current()));
  return { environment, today, heard, stop };
}

describe.each(['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'])(
  'in %s',
  (place) => {
    it('the day changes at midnight to the millisecond, and says so once', async () => {
      process.env.TZ = place;
      const { environment, today, heard } = await openAt(2026, 10, 28, 23, 58);
      const midnight = new Date(2026, 10, 29).getTime();
      await environment.pass(2 * 60_000 - 1);
      expect(heard).toEqual([]);
      await environment.pass(1);
      expect(heard).toEqual([midnight]);
      expect(today.current()).toBe(midnight);
      await environment.pass(23 * HOUR_MS);
      expect(heard).toHaveLength(1);
      await environment.pass(HOUR_MS);
      expect(heard).toHaveLength(2);
    });

    it('each day of a year begins once, days of 23 and 25 hours included', async () => {
      process.env.TZ = place;
      for (let day = 1; day <= 366; day += 1) {
        const midnight = new Date(2026, 0, 1 + day);
        const { environment, heard } = await openAt(2026, 0, day, 22, 0);
        await environment.pass(midnight.getTime() - 1 - environment.now());
        expect(heard).toEqual([]);
        await environment.pass(1);
        expect(heard).toEqual([midnight.getTime()]);
      }
    });
  },
);

it('a page that sleeps past midnight notices as soon as it wakes', async () => {
  process.env.TZ = 'Europe/Paris';
  const { environment, heard } = await openAt(2026, 10, 28, 22, 0);
  await environment.sleep(10 * HOUR_MS);
  expect(heard).toEqual([new Date(2026, 10, 29).getTime()]);
});

it('a page whose timers stopped notices as soon as somebody looks at it', async () => {
  process.env.TZ = 'Europe/Paris';
  const { environment, heard } = await openAt(2026, 10, 28, 22, 0);
  environment.freeze(10 * HOUR_MS);
  environment.change();
  expect(heard).toEqual([new Date(2026, 10, 29).getTime()]);
});

it('a traveller whose clock changes zone reads its days within a minute', async () => {
  process.env.TZ = 'Asia/Tokyo';
  const { environment, heard } = await openAt(2026, 10, 28, 8, 0);
  process.env.TZ = 'America/Los_Angeles';
  await environment.pass(60_000);
  expect(heard).toEqual([startOfDay(environment.now())]);
  expect(new Date(heard[0] ?? 0).getDate()).toBe(27);
});

it('nothing keeps running once nobody listens', async () => {
  const { environment, heard, stop, today } = await openAt(2026, 10, 28, 23, 0);
  stop();
  await environment.pass(48 * HOUR_MS);
  environment.change();
  expect(heard).toEqual([]);
  expect(today.current()).toBe(startOfDay(environment.now()));
});

it('a message of today counts as one of yesterday on the next day', () => {
  const at = new Date(2026, 10, 28, 23, 59).getTime();
  const read = (day: number) => dayText(at, new Date(2026, 10, day).getTime(), 'en', textsIn.en);
  expect([read(28), read(29)]).toEqual(['Today', 'Yesterday']);
});
