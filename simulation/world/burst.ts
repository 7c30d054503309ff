import { Browser } from '@/simulation/people/browser';
import { openPage } from '@/simulation/people/open-page';
import type { Page } from '@/simulation/people/page';
import { QUIET_ROOM } from './rooms';
import type { World } from './world';

const TALKERS = 3;
/** They come at any time: who comes at the end hears of nothing more that would show what they miss. */
const COMERS = 6;
const TALKS_EVERY_MS = 15;
const TALKS_MS = 600;
/** So that much is said while somebody catches up. */
const STORE_DELAY_MS = 15;
/** Until it is said, and is there. */
const SETTLE_MS = 1_500;
const SOON_MS = 800;

/**
 * People come to a room that nobody was in just as others talk there, and some of what the store publishes is lost in the
 * middle. Returns who was there, soon enough that nothing has mended itself that was not noticed at once.
 */
export function burst(world: World): readonly Page[] {
  const { scheduler, places, store, witness } = world;
  const pages: Page[] = [];
  const open = (name: string) => {
    const opened = (page: Page) => {
      pages.push(page);
      void page.chat.naming.set(name);
    };
    openPage(world, new Browser<Page>('10.0.3.1'), world.machine(name), opened, QUIET_ROOM);
  };
  for (let index = 1; index <= TALKERS; index += 1) open(`Talker ${index}`);
  scheduler.run(scheduler.now + SETTLE_MS);
  const talkers = [...pages];
  for (const { storeLink } of places) storeLink.delayMs += STORE_DELAY_MS;
  for (let index = 1; index <= COMERS; index += 1)
    world.later(TALKS_MS * scheduler.world.random.next(), () => open(`Comer ${index}`));
  for (let ms = 0; ms < TALKS_MS; ms += TALKS_EVERY_MS) {
    const talker = talkers[(ms / TALKS_EVERY_MS) % TALKERS];
    world.later(ms, () =>
      talker?.soon(() => void talker.chat.room.sending.send({ text: witness.newText() })),
    );
  }
  world.later(TALKS_MS / 2, () => store.model.losePublications(2));
  scheduler.run(scheduler.now + TALKS_MS + SOON_MS);
  for (const { storeLink } of places) storeLink.delayMs -= STORE_DELAY_MS;
  return pages;
}
