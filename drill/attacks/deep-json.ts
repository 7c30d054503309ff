import type { RequestName } from '@/lib/chat/events/requests';
import { CHAT_NAMESPACE, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Attack } from './attack';
import type { Target } from './target';

const GUESTS = 8;
const EVERY_MS = 25;
const DEPTH = 10_000;

const arrays = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
const objects = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const requests: readonly (readonly [event: RequestName, payload: string])[] = [
  ['node:ping', arrays],
  ['room:join', `{"room":${objects}}`],
  ['message:send', `{"room":"lobby","key":${arrays},"text":${objects}}`],
];
const welcome = `40${CHAT_NAMESPACE},{"version":${PROTOCOL_VERSION},"name":${objects}}`;

export const deepJson: Attack = {
  name: 'deep JSON',
  story: `${GUESTS} guests send requests with lists and objects in each other, ${DEPTH.toLocaleString('en')} deep, 40 a second each.`,
  counted: 'requests that were granted',
  mostThrough: () => 0,
  run: (target) => target.crowd(GUESTS, (place) => nest(target, place)),
};

async function nest(target: Target, place: number): Promise<void> {
  const guest = await target.enter(place);
  if (guest === null) return;
  await target.every(EVERY_MS, guest, () => {
    target.tried += 1;
    const request = requests[target.tried % (requests.length + 1)];
    if (request === undefined) return guest.send(welcome);
    void guest.askWith(...request).then((answer) => {
      if (answer?.isOk) target.through += 1;
    });
  });
  guest.close();
}
