import { beforeAll, describe, expect, it } from 'vitest';
import type { Avatars } from './avatars';

/** What the suite needs from a store: its pictures as two nodes see them (the same node twice if there can be only one). */
export interface AvatarsFixture {
  readonly avatars: Avatars;
  readonly otherNode: Avatars;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A time that ends while a test waits. */
const MOMENT_MS = 50;

const ADAS = 'https://pics.example/ada.png?size=72&v=%E8%81%8A';

/** What every store owes as {@link Avatars}. Each test has members of its own. */
export function describeAvatars(store: string, open: () => Promise<AvatarsFixture>): void {
  describe(`avatars in ${store}`, () => {
    let fixture: AvatarsFixture;
    let members = 0;
    const newMember = () => `site-${++members}`;

    beforeAll(async () => {
      fixture = await open();
    });

    it('[J7] a picture is found at every node, exactly as stored, and belongs to one member', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      expect(await otherNode.find(ada)).toBeNull();
      await avatars.set(ada, ADAS, DAY_MS);
      expect(await otherNode.find(ada)).toBe(ADAS);
      expect(await otherNode.find(ben)).toBeNull();
    });

    it('[J7] the next picture replaces it, whichever node stores it', async () => {
      const { avatars, otherNode } = fixture;
      const ada = newMember();
      await avatars.set(ada, ADAS, DAY_MS);
      await otherNode.set(ada, 'https://pics.example/2', DAY_MS);
      expect(await avatars.find(ada)).toBe('https://pics.example/2');
    });

    it('[J7] a removed picture is gone at every node, and may be removed again', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      for (const member of [ada, ben]) await avatars.set(member, ADAS, DAY_MS);
      await otherNode.remove(ada);
      await avatars.remove(ada);
      expect(await avatars.find(ada)).toBeNull();
      expect(await avatars.find(ben)).toBe(ADAS);
    });

    it('[J7] a picture expires by itself, and its time starts anew when it is set again', async () => {
      const { avatars, otherNode } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      for (const member of [ada, ben]) await avatars.set(member, ADAS, MOMENT_MS);
      await otherNode.set(ben, ADAS, DAY_MS);
      await expect.poll(() => otherNode.find(ada)).toBeNull();
      expect(await avatars.find(ben)).toBe(ADAS);
    });
  });
}
