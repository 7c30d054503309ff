import { expect, it } from 'vitest';
import type { Rooms } from '@/lib/server/rooms/rooms';
import type { Admission } from './admissions';

interface Fixture {
  readonly rooms: Rooms;
  readonly otherNode: Rooms;
}

const CROWD = 300;
const ada: Admission = { id: 'ada', name: 'Ada "{}" 聊天', at: 1_700_000_000_123, by: 1 };

/** What every store owes as {@link Admissions}. */
export function describeAdmissions(fixture: () => Fixture, newId: () => string): void {
  it('[M6] [M15] an admitted member may enter until removed; how they came is kept exactly', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    expect(await rooms.admissionOf(room, 'ada')).toBeUndefined();
    expect(await rooms.admit(room, ada)).toBe(true);
    expect(await otherNode.admissionOf(room, 'ada')).toEqual(ada);
    expect(await otherNode.admissionOf(room, 'ben')).toBeUndefined();
    await otherNode.revoke(room, 'ada');
    await otherNode.revoke(room, 'ada');
    expect(await rooms.admissionOf(room, 'ada')).toBeUndefined();
  });

  it('[M15] a member who comes again keeps the time, and counts as having come by the latest link', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    await rooms.admit(room, ada);
    await otherNode.admit(room, { id: 'ada', name: 'Ada L.', at: 1_800_000_000_000, by: 3 });
    expect(await rooms.admissionOf(room, 'ada')).toEqual({ ...ada, name: 'Ada L.', by: 3 });
    await rooms.revoke(room, 'ada');
    await otherNode.admit(room, { ...ada, at: 5 });
    expect(await rooms.admissionOf(room, 'ada')).toEqual({ ...ada, at: 5 });
  });

  it('[M15] noting a name changes the name of an admitted member, and admits nobody', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    await rooms.admit(room, ada);
    for (const id of ['ada', 'ben']) await otherNode.nameAdmitted(room, { id, name: 'Zoe' });
    expect(await rooms.admissionOf(room, 'ada')).toEqual({ ...ada, name: 'Zoe' });
    expect(await rooms.admissionOf(room, 'ben')).toBeUndefined();
  });

  it('[E6] readmitting after a loss restores the admission, and changes nobody who is still admitted', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    await rooms.readmit(room, ada);
    await rooms.readmit(room, { id: 'ben' });
    await otherNode.readmit(room, { ...ada, at: 5, name: 'Before' });
    expect(await otherNode.admissionOf(room, 'ada')).toEqual(ada);
    expect(await otherNode.admissionOf(room, 'ben')).toEqual({ id: 'ben' });
  });

  it('[M16] a link that the room no longer has admits nobody', async () => {
    const { rooms, otherNode } = fixture();
    const made = {
      kind: 'private',
      title: 'Plans',
      topic: '',
      revision: 1,
      madeAt: 0,
      invite: 'one',
    } as const;
    const room = newId();
    expect(await rooms.admit(room, ada, 'one')).toBe(false);
    await rooms.make({ ...made, id: room });
    expect(await otherNode.admit(room, ada, 'one')).toBe(true);
    await otherNode.replace({ ...made, id: room, revision: 2, invite: 'two', link: 2 });
    expect(await rooms.admit(room, { ...ada, id: 'ben' }, 'one')).toBe(false);
    expect(await rooms.admissionOf(room, 'ben')).toBeUndefined();
    expect(await rooms.admit(room, { ...ada, id: 'ben' }, 'two')).toBe(true);
  });

  it('[M16] members who came by an earlier link are removed together; one who came by a later link stays', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    await rooms.admit(room, ada);
    await rooms.admit(room, { ...ada, id: 'later', by: 3 });
    await rooms.admit(room, { id: 'unknown' });
    const ids = ['ada', 'later', 'unknown', 'nobody'];
    expect([...(await otherNode.revokeUpTo(room, ids, 2))].sort()).toEqual(['ada', 'unknown']);
    expect(await rooms.revokeUpTo(room, ids, 2)).toEqual([]);
    expect((await rooms.listAdmitted(room, '', 10)).admissions.map(({ id }) => id)).toEqual(['later']);
  });

  it('[M15] a long list of admitted members is read in pages that miss none of them, even while others are removed', async () => {
    const { rooms, otherNode } = fixture();
    const room = newId();
    const ids = Array.from({ length: CROWD }, (_, index) => `member-${index}`);
    await Promise.all(ids.map((id) => rooms.admit(room, { ...ada, id })));
    const seen = new Set<string>();
    let after: string | undefined = '';
    while (after !== undefined) {
      const page = await otherNode.listAdmitted(room, after, 100);
      expect(page.admissions.length).toBeLessThan(CROWD / 2);
      if (after === '') expect(page.count).toBe(CROWD);
      for (const { id } of page.admissions) seen.add(id);
      await rooms.revoke(room, page.admissions.at(-1)?.id ?? '');
      after = page.after;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(await rooms.listAdmitted(newId(), '', 100)).toEqual({ count: 0, admissions: [] });
    for (const cursor of ['__proto__', '99999999999999999999999', '99999999999999999999', '-1', '; DROP']) {
      expect(await rooms.listAdmitted(newId(), cursor, 100)).toMatchObject({ admissions: [] });
    }
  });
}
