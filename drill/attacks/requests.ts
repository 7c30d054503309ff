import type { Answer, Client } from './client';
import type { Target } from './target';

/** As fast as a connection can be for long without being closed for it. */
const EVERY_MS = 25;

/**
 * Starts guests who each send 40 requests a second without waiting for answers. Any answer but "too fast" counts as let
 * through.
 * @param askNext is given how many requests the guest has made before
 */
export async function askWithoutEnd(
  target: Target,
  guests: number,
  askNext: (guest: Client, before: number) => Promise<Answer>,
): Promise<void> {
  await target.crowd(guests, async (place) => {
    const guest = await target.enter(place);
    if (guest === null) return;
    let asked = 0;
    await target.every(EVERY_MS, guest, () => {
      void askNext(guest, asked).then((answer) => {
        if (answer !== null && !answer.text.includes('"code":"rate_limited"')) target.through += 1;
      });
      asked += 1;
      target.tried += 1;
    });
    guest.close();
  });
}
