import { expect, it } from 'vitest';
import { sharingGlances } from './shared-glances';

function setUp() {
  let [now, looks] = [0, 0];
  const glance = sharingGlances(
    async (room) => {
      looks += 1;
      if (room === 'away') throw new Error('The store is away.');
      return { count: looks, members: [] };
    },
    () => now,
  );
  const pass = (ms: number) => {
    now += ms;
  };
  return { glance, pass, looks: () => looks };
}

it('[M4] many who look into the directory at once look into each room once', async () => {
  const { glance, pass, looks } = setUp();
  await Promise.all(Array.from({ length: 200 }, (_, index) => glance(`room-${index % 2}`, 5)));
  expect(looks()).toBe(2);
  pass(1_000);
  expect((await glance('room-0', 5)).count).toBe(3);
});

it('[M4] a failed look affects nobody else', async () => {
  const { glance, looks } = setUp();
  await expect(glance('away', 5)).rejects.toThrow();
  await expect(glance('away', 5)).rejects.toThrow();
  expect(looks()).toBe(2);
});
