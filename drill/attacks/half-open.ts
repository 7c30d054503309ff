import type { Attack } from './attack';
import { mostOf } from './limits';
import type { Target } from './target';

const BARE = 100;
const WEBSOCKETS = 800;
const AT_ONCE = 40;
const LOOK_EVERY_MS = 200;

export const halfOpen: Attack = {
  name: 'half-open connections',
  story: `${BARE} connections send half a request, and ${WEBSOCKETS} WebSockets ask for nothing; each goes on waiting.`,
  counted: 'WebSockets that were let in',
  mostThrough: (ms) => mostOf('connections', ms),
  run: async (target) => {
    for (let place = 0; place < BARE; place += 1) {
      void target.connectBare(place).write('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: local');
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => openSome(target, place)));
    while (!target.isOver) await target.pause(LOOK_EVERY_MS);
  },
};

async function openSome(target: Target, first: number): Promise<void> {
  for (let place = first; place < WEBSOCKETS && !target.isOver; place += AT_ONCE) {
    target.tried += 1;
    if ((await target.connect(place)) !== null) target.through += 1;
  }
}
