import { beforeAll, describe, expect, it } from 'vitest';
import type { ModerationState, ModerationStore } from './moderation-state';
import type { Records, Revised } from './records';
import type { RoomRecord } from './room-record';

/** Records of one kind as two nodes see them (the same node twice if there can be only one). */
interface TwoNodesRecords<R extends Revised> {
  readonly records: Records<R>;
  readonly otherNode: Records<R>;
}

/** What the suite needs from a store. */
export interface RecordsFixture {
  readonly rooms: Records<RoomRecord>;
  readonly states: ModerationStore;
  /** The moderation, as another node sees it. */
  readonly otherNode: ModerationStore;
}

const WRITERS = 50;
const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

export const roomOf = (id: string, changes: Partial<RoomRecord> = {}): RoomRecord => ({
  id,
  kind: 'open',
  title: id,
  topic: '',
  owner: ada,
  revision: 1,
  madeAt: 1_000,
  ...changes,
});

export const stateOf = (room: string, changes: Partial<ModerationState> = {}): ModerationState => ({
  room,
  revision: 1,
  isClosed: false,
  slowMs: 0,
  moderators: [],
  muted: [],
  banned: [],
  actions: [],
  ...changes,
});

/** A state in the form in which it was stored before version 3 of the protocol, and in the one in which it is read now. */
export function earlierStateOf(room: string) {
  const state = stateOf(room, { revision: 7 });
  const [muted, removed] = [
    { kind: 'mute', by: ada, at: 2, member: ben },
    { by: ada, at: 1, member: ben, others: 2 },
  ] as const;
  const { actions: _, ...rest } = state;
  return {
    earlier: JSON.stringify({ ...rest, deeds: [muted, { kind: 'kick', ...removed }] }),
    now: { ...state, actions: [muted, { kind: 'remove', ...removed }] } satisfies ModerationState,
  };
}

const ownedBy = (room: RoomRecord, owner: typeof ada): RoomRecord => ({
  ...room,
  owner,
  revision: room.revision + 1,
});

const indexesOf = (answers: readonly boolean[]) =>
  answers.flatMap((isStored, index) => (isStored ? [index] : []));

/**
 * What every store owes as {@link Records}, for every kind.
 * @param recordOf makes a record with an id and a revision that contains `text`
 */
export function describeRecords<R extends Revised>(
  fixture: () => TwoNodesRecords<R>,
  recordOf: (id: string, revision: number, text: string) => R,
): void {
  it('[M2] [O2] a stored record is found at every node, exactly as it was', async () => {
    const { records, otherNode } = fixture();
    const stored = recordOf('kept', 1, 'Überall "{}" 聊天 % \\0');
    expect(await otherNode.find('kept')).toBeUndefined();
    expect(await records.make(stored)).toEqual(stored);
    expect(await otherNode.find('kept')).toEqual(stored);
  });

  it('[M2] of many who make one at the same instant, one does, and all are told which', async () => {
    const { records, otherNode } = fixture();
    const makers = Array.from({ length: WRITERS }, (_, index) =>
      (index % 2 ? records : otherNode).make(recordOf('made', 1, `by ${index}`)),
    );
    const made = await Promise.all(makers);
    for (const one of made) expect(one).toEqual(made[0]);
    expect(await records.make(recordOf('made', 1, 'late'))).toEqual(made[0]);
  });

  it('[M3] [O2] of many who change it at the same instant, one does, and a later change builds on it', async () => {
    const { records, otherNode } = fixture();
    const asked = Array.from({ length: WRITERS }, (_, index) =>
      (index % 2 ? records : otherNode).replace(recordOf('races', 1, `by ${index}`)),
    );
    const won = indexesOf(await Promise.all(asked));
    expect(won).toHaveLength(1);
    expect(await records.find('races')).toEqual(recordOf('races', 1, `by ${won[0]}`));
    for (const revision of [1, 3]) {
      expect(await records.replace(recordOf('races', revision, 'another'))).toBe(false);
    }
    expect(await otherNode.replace(recordOf('races', 2, 'later'))).toBe(true);
    expect(await records.find('races')).toEqual(recordOf('races', 2, 'later'));
  });

  it('[M3] [O2] nothing replaces a record that does not exist', async () => {
    const { records, otherNode } = fixture();
    expect(await records.replace(recordOf('none', 2, 'second'))).toBe(false);
    expect(await otherNode.find('none')).toBeUndefined();
  });

  it('[E6] restoring brings back what a store has lost, and leaves anything newer alone', async () => {
    const { records, otherNode } = fixture();
    const lost = recordOf('lost', 7, 'before the loss');
    expect(await records.restore(lost)).toEqual(lost);
    expect(await otherNode.restore(recordOf('lost', 6, 'long before'))).toEqual(lost);
    expect(await otherNode.restore(recordOf('lost', 7, 'elsewhere'))).toEqual(lost);
    expect(await otherNode.find('lost')).toEqual(lost);
    expect(await records.restore(recordOf('lost', 9, 'after'))).toEqual(recordOf('lost', 9, 'after'));
    expect(await otherNode.replace(recordOf('lost', 10, 'and on'))).toBe(true);
  });

  it('[M2] hostile ids are just ids', async () => {
    const { records } = fixture();
    const hostile = recordOf('__proto__', 1, '%S {} "; DROP');
    await records.make(hostile);
    expect(await records.find('__proto__')).toEqual(hostile);
    expect(await records.find('constructor')).toBeUndefined();
  });
}

/** Moderation relies on the room, and a step may change both. */
export function describeModeration(store: string, open: () => Promise<RecordsFixture>): void {
  describe(`moderation in ${store}`, () => {
    let fixture: RecordsFixture;
    beforeAll(async () => {
      fixture = await open();
    });

    describeRecords<ModerationState>(
      () => ({ records: fixture.states, otherNode: fixture.otherNode }),
      (room, revision, text) => {
        const eve = { id: 'eve', name: text };
        return stateOf(room, { revision, banned: [{ member: eve, by: ada, addresses: ['x'] }] });
      },
    );

    it('[O8] moderation and room are stored together, or neither is', async () => {
      const { states, otherNode, rooms } = fixture;
      const seen = await rooms.make(roomOf('given'));
      const next = ownedBy(seen, ben);
      expect(await states.replace(stateOf('given'), { seen, next })).toBe(true);
      expect(await rooms.find('given')).toEqual(next);
      expect(await otherNode.replace(stateOf('given', { revision: 2 }), { seen })).toBe(false);
      const late = { seen, next: ownedBy(seen, ada) };
      expect(await otherNode.replace(stateOf('given', { revision: 2 }), late)).toBe(false);
      const early = stateOf('given', { isClosed: true });
      expect(await otherNode.replace(early, { seen: next, next: ownedBy(next, ada) })).toBe(false);
      expect(await rooms.find('given')).toEqual(next);
      expect((await otherNode.find('given'))?.revision).toBe(1);
      expect(await otherNode.replace(stateOf('given', { revision: 2 }), { seen: next })).toBe(true);
      expect(await rooms.replace(ownedBy(next, ada))).toBe(true);
    });

    it('[O8] of many who give a room away at the same instant, one does', async () => {
      const { states, otherNode, rooms } = fixture;
      const seen = await rooms.make(roomOf('torn'));
      const asked = Array.from({ length: WRITERS }, (_, index) =>
        (index % 2 ? states : otherNode).replace(stateOf('torn', { slowMs: index }), {
          seen,
          next: ownedBy(seen, { id: `heir-${index}`, name: 'Heir' }),
        }),
      );
      const won = indexesOf(await Promise.all(asked));
      expect(won).toHaveLength(1);
      expect((await rooms.find('torn'))?.owner?.id).toBe(`heir-${won[0]}`);
      expect((await states.find('torn'))?.slowMs).toBe(won[0]);
    });

    it('[O2] a room that nobody made has revision 0', async () => {
      const { states } = fixture;
      expect(await states.replace(stateOf('lobby'), { seen: roomOf('lobby', { revision: 0 }) })).toBe(true);
      const second = stateOf('lobby', { revision: 2 });
      expect(await states.replace(second, { seen: roomOf('lobby') })).toBe(false);
    });
  });
}
