import { test as base } from '@playwright/test';
import { People } from './people';
import { type Place, type PlaceOptions, startPlace } from './place';

/** `people` opens the room in browsers of their own; `place` is where the room is. */
export const test = base.extend<{ people: People }, PlaceOptions & { place: Place }>({
  kind: ['cluster', { option: true, scope: 'worker' }],
  place: [
    async ({ kind }, use) => {
      const place = await startPlace(kind);
      await use(place);
      await place.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  people: async ({ browser, place }, use) => {
    const people = new People(browser, place);
    await use(people);
    await people.leave();
  },
});
