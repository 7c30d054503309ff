import type { Attack } from './attack';
import { mostOf } from './limits';
import type { Target } from './target';

const GUESTS = 20;
const REFUSED_MS = 25;
const AFTER = /"after":"([^"]*)"\}\}\]$/;

export const directory: Attack = {
  name: 'directory',
  story: `${GUESTS} guests turn the pages of the whole directory, over and over, each as fast as it is answered.`,
  counted: 'pages that were read',
  mostThrough: (ms) => mostOf('searches', ms),
  run: (target) => target.crowd(GUESTS, (place) => turnPages(target, place)),
};

async function turnPages(target: Target, place: number): Promise<void> {
  const guest = await target.enter(place);
  if (guest === null) return;
  let after = '';
  while (!target.isOver && guest.isOpen) {
    target.tried += 1;
    const answer = await guest.ask('rooms:list', { after });
    if (answer?.isOk) {
      target.through += 1;
      after = AFTER.exec(answer.text)?.[1] ?? '';
    } else await target.pause(REFUSED_MS);
  }
  guest.close();
}
