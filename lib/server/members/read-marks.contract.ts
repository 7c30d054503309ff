import { beforeAll, describe, expect, it } from 'vitest';
import { MARKED_ROOMS_MAX, type ReadMarks } from './read-marks';

/** What the suite needs from a store: its marks as two nodes see them (the same node twice if there can be only one). */
export interface ReadMarksFixture {
  readonly marks: ReadMarks;
  readonly otherNode: ReadMarks;
}

const RAISES = 100;

/** What every store owes as {@link ReadMarks}. Each test has a member of its own. */
export function describeReadMarks(store: string, open: () => Promise<ReadMarksFixture>): void {
  describe(`read marks in ${store}`, () => {
    let fixture: ReadMarksFixture;
    let members = 0;
    const newMember = () => `member-${++members}`;

    beforeAll(async () => {
      fixture = await open();
    });

    it('[U1] a mark grows by epoch and then by number, and never shrinks', async () => {
      const { marks, otherNode } = fixture;
      const member = newMember();
      const raise = (epoch: number, number: number) => otherNode.raise(member, 'lobby', { epoch, number });
      expect(await raise(2, 9)).toEqual({ epoch: 2, number: 9 });
      expect(await raise(2, 10)).toEqual({ epoch: 2, number: 10 });
      expect(await raise(2, 9)).toEqual({ epoch: 2, number: 10 });
      expect(await raise(1, 1_000)).toEqual({ epoch: 2, number: 10 });
      expect(await raise(1_700_000_000_000, 1)).toEqual({ epoch: 1_700_000_000_000, number: 1 });
      expect(await raise(1_700_000_000_000, 1)).toEqual({ epoch: 1_700_000_000_000, number: 1 });
      expect(await marks.all(member)).toEqual(new Map([['lobby', { epoch: 1_700_000_000_000, number: 1 }]]));
    });

    it('[U1] of many marks raised at once at two nodes, the latest one stays', async () => {
      const { marks, otherNode } = fixture;
      const member = newMember();
      await Promise.all(
        Array.from({ length: RAISES }, (_, index) => {
          const number = (index * 37) % RAISES;
          return (index % 2 ? marks : otherNode).raise(member, 'lobby', { epoch: 5, number });
        }),
      );
      expect((await marks.all(member)).get('lobby')).toEqual({ epoch: 5, number: RAISES - 1 });
    });

    it('[U1] a mark belongs to one member, in one room', async () => {
      const { marks } = fixture;
      const [ada, ben] = [newMember(), newMember()];
      await marks.raise(ada, 'lobby', { epoch: 1, number: 1 });
      await marks.raise(ada, 'garden', { epoch: 1, number: 2 });
      await marks.raise(ben, '__proto__', { epoch: 1, number: 3 });
      expect(Object.fromEntries(await marks.all(ada))).toEqual({
        lobby: { epoch: 1, number: 1 },
        garden: { epoch: 1, number: 2 },
      });
      expect([...(await marks.all(ben))]).toEqual([['__proto__', { epoch: 1, number: 3 }]]);
      expect(await marks.all(newMember())).toEqual(new Map());
    });

    it('[U5] of too many rooms, the one whose mark was raised longest ago is forgotten', async () => {
      const { marks } = fixture;
      const member = newMember();
      const raise = (room: number, number: number) =>
        marks.raise(member, `room-${room}`, { epoch: 1, number });
      await raise(1, 1);
      await raise(2, 1);
      // Waits for the next millisecond: marks raised in the same one are equally old.
      await new Promise((resolve) => setTimeout(resolve, 2));
      await raise(1, 2);
      for (let room = 3; room <= MARKED_ROOMS_MAX; room++) await raise(room, 1);
      expect((await marks.all(member)).size).toBe(MARKED_ROOMS_MAX);
      await raise(0, 1);
      const kept = await marks.all(member);
      expect(kept.size).toBe(MARKED_ROOMS_MAX);
      expect([0, 1, 2, 3].map((room) => kept.has(`room-${room}`))).toEqual([true, true, false, true]);
    });
  });
}
