import { LOBBY } from '@/lib/chat/protocol';
import type { DrillSize } from './stages/stage';
import type { System } from './system';
import type { Talker } from './talker';
import type { Witness } from './witness';

/** How many connect at a time. */
const AT_ONCE = 10;

/** Everybody who takes part, spread over the rooms; the browsers are in the lobby. */
export async function gather(
  system: System,
  url: string,
  size: DrillSize,
  witness: Witness,
): Promise<readonly Talker[]> {
  const { rooms } = size;
  const talkers: Talker[] = [];
  for (let first = 0; first < size.talkers; first += AT_ONCE) {
    const places = Array.from(
      { length: Math.min(AT_ONCE, size.talkers - first) },
      (_, index) => first + index,
    );
    const opening = places.map((place) => {
      const name = `Talker ${place + 1}`;
      const room = rooms[place % rooms.length] as string;
      return system.open({ url, room, name, listener: witness.listener(name) });
    });
    talkers.push(...(await Promise.all(opening)));
  }
  for (let place = 0; system.openBrowser && place < size.browsers; place += 1) {
    const name = `Browser ${place + 1}`;
    talkers.push(
      await system.openBrowser({ url, room: LOBBY, name, listener: witness.listenerOfBrowser(name) }),
    );
  }
  return talkers;
}
