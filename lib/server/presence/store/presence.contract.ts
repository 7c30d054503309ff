import { beforeAll, describe, expect, it } from 'vitest';
import type { Presence } from './presence';

export interface PresenceFixture {
  readonly presence: Presence;
}

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

/** What every store owes as {@link Presence} to a node on its own. */
export function describePresence(name: string, open: () => Promise<PresenceFixture>): void {
  describe(`presence in ${name}`, () => {
    let fixture: PresenceFixture;
    let rooms = 0;
    const newRoom = () => `room-${++rooms}`;
    const listed = async (room: string) => [...((await fixture.presence.list(room))?.members ?? [])];

    beforeAll(async () => {
      fixture = await open();
    });

    it('[P1] a member who enters is listed, and is first only once', async () => {
      const room = newRoom();
      expect(await fixture.presence.enter(room, ada)).toEqual({ isFirst: true });
      expect(await fixture.presence.enter(room, ada)).toEqual({ isFirst: false });
      expect(await fixture.presence.enter(room, ben)).toEqual({ isFirst: true });
      expect((await listed(room)).map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
    });

    it('[P1] a member who leaves is no longer listed, and leaves only once', async () => {
      const room = newRoom();
      await fixture.presence.enter(room, ada);
      expect(await fixture.presence.leave(room, ada.id)).toEqual({ isLast: true });
      expect(await fixture.presence.leave(room, ada.id)).toEqual({ isLast: false });
      expect(await listed(room)).toEqual([]);
    });

    it('[P1] a member who enters again under another name is listed under that', async () => {
      const room = newRoom();
      await fixture.presence.enter(room, ada);
      await fixture.presence.enter(room, { ...ada, name: 'Countess' });
      expect(await listed(room)).toEqual([{ id: 'ada', name: 'Countess' }]);
    });

    it('[P1] a glance at a room shows how many are there, and no more of them than requested', async () => {
      const room = newRoom();
      expect(await fixture.presence.glance(room, 1)).toEqual({ count: 0, members: [] });
      await fixture.presence.enter(room, ada);
      expect(await fixture.presence.glance(room, 2)).toEqual({ count: 1, members: [ada] });
      await fixture.presence.enter(room, ben);
      const { count, members } = await fixture.presence.glance(room, 1);
      expect([count, members.length]).toEqual([2, 1]);
      expect([ada, ben]).toContainEqual(members[0]);
    });

    it('[P1] a known list is not sent again until somebody enters, leaves or is renamed', async () => {
      const room = newRoom();
      const versionOf = async () => (await fixture.presence.list(room))?.version;
      const changes = [
        () => fixture.presence.enter(room, ada),
        () => fixture.presence.enter(room, ben),
        () => fixture.presence.enter(room, { ...ada, name: 'Countess' }),
        () => fixture.presence.leave(room, ben.id),
      ];
      for (const change of changes) {
        const before = await versionOf();
        await change();
        expect(await fixture.presence.list(room, before)).not.toBeNull();
        const version = await versionOf();
        expect(await fixture.presence.list(room, version)).toBeNull();
        await fixture.presence.leave(room, 'nobody');
        expect(await fixture.presence.list(room, version)).toBeNull();
      }
      const version = await versionOf();
      await fixture.presence.leave(room, ada.id);
      expect(await fixture.presence.list(room, version)).toEqual({ members: [], version: null });
      await fixture.presence.enter(room, ada);
      expect(await fixture.presence.list(room, version)).not.toBeNull();
    });

    it('[P1] a room that nobody is in has nobody', async () => {
      expect(await listed(newRoom())).toEqual([]);
    });
  });
}
