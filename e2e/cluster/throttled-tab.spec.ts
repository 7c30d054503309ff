import { expect, type Page } from '@playwright/test';
import { freePort } from '../../scripts/cluster/free-port';
import { startNode } from '../../scripts/cluster/start-node';
import { removeFolder, temporaryFolder } from '../../scripts/cluster/temporary-folder';
import { Person } from '../support/person';
import { test } from '../support/test';

/** In the page: hides it and delays its timers by up to a minute, as in a tab long out of sight. */
function throttle(): void {
  const MINUTE_MS = 60_000;
  const { setTimeout: plan, setInterval: repeat } = window;
  const later = (ms = 0) => Math.max(1, Math.ceil(ms / MINUTE_MS)) * MINUTE_MS;
  Object.assign(window, {
    setTimeout: (run: () => void, ms?: number) => plan(run, later(ms)),
    setInterval: (run: () => void, ms?: number) => repeat(run, later(ms)),
    requestAnimationFrame: () => 0,
  });
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  Object.defineProperty(document, 'hidden', { get: () => true });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Collects the connections that a page opens, and counts its node’s pings over them. */
function watchConnections(page: Page) {
  const watch = { opened: 0, asked: 0 };
  page.on('websocket', (socket) => {
    if (socket.url().includes('socket.io')) watch.opened += 1;
    socket.on('framereceived', ({ payload }) => {
      if (payload === '2') watch.asked += 1;
    });
  });
  return watch;
}

test('[P6] a hidden tab whose timers run once a minute never leaves, though its node pings every second', async ({
  browser,
}) => {
  const dataDir = temporaryFolder('e2e');
  const env = { PING_INTERVAL_MS: '1000', PING_TIMEOUT_MS: '2000', LOG_LEVEL: 'warn' };
  const node = await startNode({
    id: 'node-1',
    port: await freePort(),
    store: { dataDir },
    env,
    onLine: () => {},
  });
  const people: Person[] = [];
  try {
    for (const name of ['Ada', 'Ben']) {
      const context = await browser.newContext();
      const person = new Person(name, await context.newPage());
      people.push(person);
    }
    const [ada, ben] = people as [Person, Person];
    const watch = watchConnections(ben.page);
    for (const person of people) {
      await person.opens(`http://localhost:${node.port}`);
      await person.setsName();
    }
    await ada.reads('Ben has entered the chat room.');
    await ben.page.evaluate(throttle);
    // Longer than the node waits for an answer plus the grace after that: a tab that flaps would be announced.
    const before = watch.asked;
    await expect.poll(() => watch.asked - before, { timeout: 45_000 }).toBeGreaterThan(15);
    expect(watch.opened).toBe(1);
    await ada.says('Still there?');
    await ada.reads('Still there?');
    await expect(ada.messages.getByText(/Ben has (left|entered)/)).toHaveCount(1);
  } finally {
    for (const person of people) await person.leaves();
    await node.stop();
    removeFolder(dataDir);
  }
});
