import { beforeAll, describe, expect, it } from 'vitest';
import type { Avatars } from './avatars';

/** What a suite needs of a store: its pictures as two nodes see them (the same where only one node can be). */
export interface AvatarsFixture {
  readonly avatars: Avatars;
  readonly otherNode: Avatars;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** What ends while a test waits. */
const MOMENT_MS = 50;

const ADAS = 'https://pics.example/ada.png?size=72&v=%E8%81%8A';

/** The obligations of {@link Avatars}, for every store alike. Each test is about members of its own. */
export function describeAvatars(store: string, open: () => Promise<AvatarsFixture>): void {
  describe(`avatars in ${store}`, () => {
    let fixture: AvatarsFixture;
    let members = 0;
    const newMember = () => `site-${++members}`;

    beforeAll(async () => {
      fixture = await open();
    });

    it('[J7] a picture is found at every node, to the letter, and is one member’s', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      expect(await otherNode.find(ada)).toBeNull();
      await avatars.set(ada, ADAS, DAY_MS);
      expect(await otherNode.find(ada)).toBe(ADAS);
      expect(await otherNode.find(ben)).toBeNull();
    });

    it('[J7] the next one takes its place, whichever node is told', async () => {
      const { avatars, otherNode } = fixture;
      const ada = newMember();
      await avatars.set(ada, ADAS, DAY_MS);
      await otherNode.set(ada, 'https://pics.example/2', DAY_MS);
      expect(await avatars.find(ada)).toBe('https://pics.example/2');
    });

    it('[J7] one that is taken away is gone at every node, also a second time', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      for (const member of [ada, ben]) await avatars.set(member, ADAS, DAY_MS);
      await otherNode.remove(ada);
      await avatars.remove(ada);
      expect(await avatars.find(ada)).toBeNull();
      expect(await avatars.find(ben)).toBe(ADAS);
    });

    it('[J7] its time ends by itself, and begins anew when it is set again', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      for (const member of [ada, ben]) await avatars.set(member, ADAS, MOMENT_MS);
      await otherNode.set(ben, ADAS, DAY_MS);
      await expect.poll(() => otherNode.find(ada)).toBeNull();
      expect(await avatars.find(ben)).toBe(ADAS);
    });
  });
}
