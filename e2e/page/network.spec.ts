import { setTimeout as pass } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { type NetworkLink, startNetworkLink } from '../support/network-link';
import type { People } from '../support/people';
import type { Person } from '../support/person';
import type { Place } from '../support/place';
import { test } from '../support/test';

const BROKEN = /WebSocket|ERR_|Failed to load resource/;

/** Opens the room over a network link of its own. */
async function openBehind(people: People, name: string, link: NetworkLink): Promise<Person> {
  const person = await people.arrive(name);
  person.complaints.expect(BROKEN);
  await person.page.goto(link.url);
  return person;
}

const linksTo = (place: Place, count: number) =>
  Promise.all(Array.from({ length: count }, () => startNetworkLink(place.url)));

/** Counts what the page opens and asks from now on. */
function watchWebSockets(page: Page) {
  const seen = { opened: 0, pings: 0 };
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/socket.io/')) return;
    seen.opened += 1;
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('node:ping')) seen.pings += 1;
    });
  });
  return seen;
}

const GAPS_S = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 8, 10];

test('[R6] after a silence of any length a page is connected, and what was typed meanwhile arrives once', async ({
  people,
  place,
}) => {
  test.setTimeout(180_000);
  const witness = await people.open('Witness');
  const links = await linksTo(place, GAPS_S.length);
  const behind = await Promise.all(links.map((link, at) => openBehind(people, `Page ${at}`, link)));
  for (const person of behind) await person.takesName();
  await Promise.all(
    GAPS_S.map(async (seconds, at) => {
      const [link, person] = [links[at] as NetworkLink, behind[at] as Person];
      link.hold(true);
      const isOver = pass(seconds * 1_000);
      await person.says(`typed in ${seconds} s of silence`);
      await isOver;
      link.hold(false);
      await person.isConnected();
    }),
  );
  for (const seconds of GAPS_S) await witness.readsOnce(`typed in ${seconds} s of silence`);
  for (const person of behind) await person.isConnected();
  for (const link of links) await link.stop();
});

const ROUND_TRIPS_MS = [2_400, 3_200, 4_000];

test('[R6] over a slow link a page connects, and stays on the connection it has', async ({
  people,
  place,
}) => {
  test.setTimeout(180_000);
  const witness = await people.open('Witness');
  const links = await linksTo(place, ROUND_TRIPS_MS.length);
  await Promise.all(
    ROUND_TRIPS_MS.map(async (tripMs, at) => {
      const link = links[at] as NetworkLink;
      link.delayMs = tripMs / 2;
      const person = await people.arrive(`Far ${tripMs}`);
      person.complaints.expect(BROKEN);
      const seen = watchWebSockets(person.page);
      await person.page.goto(link.url);
      await person.page
        .getByText(/^Connected/)
        .first()
        .waitFor({ state: 'attached', timeout: 60_000 });
      await person.setsName();
      await person.reads(`Your username has been set to: Far ${tripMs}`);
      await person.says(`from ${tripMs} ms away`);
      await witness.readsOnce(`from ${tripMs} ms away`);
      await expect.poll(() => seen.pings, { timeout: 60_000 }).toBeGreaterThan(3);
      await person.isConnected();
      expect(seen.opened).toBeLessThan(3);
    }),
  );
  for (const link of links) await link.stop();
});

for (const direction of ['up', 'down'] as const) {
  test(`[R11] where WebSockets open and carry nothing ${direction}, a page does without them`, async ({
    people,
    place,
  }) => {
    const witness = await people.open('Witness');
    const link = await startNetworkLink(place.url);
    link.swallows = direction;
    const person = await people.arrive('Scanned');
    person.complaints.expect(BROKEN);
    const seen = watchWebSockets(person.page);
    await person.opens(link.url);
    await person.takesName();
    await person.says(`over long polling, ${direction}`);
    await witness.readsOnce(`over long polling, ${direction}`);
    link.cut();
    await person.says(`again, ${direction}`);
    await witness.readsOnce(`again, ${direction}`);
    await person.isConnected();
    expect(seen.opened).toBeLessThan(4);
    await link.stop();
  });
}
