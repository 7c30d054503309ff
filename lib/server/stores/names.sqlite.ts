import { nameFold } from '@/lib/chat/text';
import type { Holder, Names, Renamed, Seizure } from './names';
import { answering, type SqliteDatabase, writing } from './sqlite';

export interface SqliteNamesOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Held {
  readonly member: string;
  readonly name: string;
}

/** The names in one file, for one node. */
export function createSqliteNames({ database, now }: SqliteNamesOptions): Names {
  const statements = prepare(database);
  // The one node that there is has just begun: whoever went with the one before is gone.
  statements.forgetPassing.run();
  const ownerOf = (name: string) => statements.owner.get(nameFold(name), now()) as Held | undefined;

  function hold({ id, name, isPassing = false }: Holder, holdMs: number): void {
    const fold = nameFold(name);
    statements.leave.run(id, fold);
    statements.evict.run(fold, id);
    statements.hold.run(fold, id, name, now() + holdMs, isPassing ? 1 : 0);
  }

  function claimed(member: Holder, holdMs: number): boolean {
    const owner = ownerOf(member.name);
    if (owner !== undefined && owner.member !== member.id) return false;
    hold(member, holdMs);
    return true;
  }

  const claim = writing(database, claimed);

  const keep = writing(database, (member: Holder, holdMs: number): boolean => {
    const called = statements.called.get(member.id) as { name: string } | undefined;
    return called?.name === member.name && claimed(member, holdMs);
  });

  const seize = writing(database, (member: Holder, holdMs: number, kept: string): Seizure => {
    const owner = ownerOf(member.name)?.member ?? member.id;
    if (owner !== member.id && owner.startsWith(kept)) return { isOwn: false, loser: null };
    hold(member, holdMs);
    return { isOwn: true, loser: owner === member.id ? null : owner };
  });

  /** What the member is called otherwise, `undefined` where it is called as it says. */
  function renewOne(member: Holder, holdMs: number): Renamed | undefined {
    const held = statements.held.get(member.id, now()) as Held | undefined;
    if (held !== undefined && held.name !== member.name) return { id: member.id, name: held.name };
    const owner = ownerOf(member.name);
    if (owner !== undefined && owner.member !== member.id) return { id: member.id, name: null };
    hold(member, holdMs);
    return undefined;
  }

  const renew = writing(database, (members: readonly Holder[], holdMs: number): Renamed[] => {
    statements.forget.run(now());
    return members.flatMap((member) => renewOne(member, holdMs) ?? []);
  });

  return {
    claim: answering(claim),
    seize: answering(seize),
    keep: answering(keep),
    called: answering((memberIds: readonly string[]) =>
      memberIds.map((id) => (statements.called.get(id) as { name: string } | undefined)?.name ?? null),
    ),
    free: answering((names: readonly string[]) => names.filter((name) => ownerOf(name) === undefined)),
    renew: answering(renew),
    release: answering(writing(database, (memberId: string) => void statements.release.run(memberId))),
    live: async () => {},
  };
}

const prepare = (database: SqliteDatabase) => ({
  owner: database.prepare('SELECT member, name FROM names WHERE fold = ? AND ends > ?'),
  held: database.prepare('SELECT member, name FROM names WHERE member = ? AND ends > ?'),
  called: database.prepare('SELECT name FROM names WHERE member = ?'),
  leave: database.prepare('DELETE FROM names WHERE member = ? AND fold <> ?'),
  evict: database.prepare('DELETE FROM names WHERE fold = ? AND member <> ?'),
  hold: database.prepare(
    'INSERT INTO names (fold, member, name, ends, passing) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (fold) DO UPDATE SET name = excluded.name, ends = MAX(ends, excluded.ends), passing = excluded.passing',
  ),
  forgetPassing: database.prepare('DELETE FROM names WHERE passing = 1'),
  forget: database.prepare('DELETE FROM names WHERE ends <= ?'),
  release: database.prepare('DELETE FROM names WHERE member = ?'),
});
