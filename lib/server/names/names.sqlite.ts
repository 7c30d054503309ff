import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { type NameKeys, nameKeys } from './name-looks';
import type { Holder, Names, Renamed, Seizure } from './names';

export interface SqliteNamesOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Held {
  readonly member: string;
  readonly name: string;
}

type Alike = Pick<Held, 'member'>;

/** The names in one file, for one node. */
export function createSqliteNames({ database, now }: SqliteNamesOptions): Names {
  const statements = prepare(database);
  // The one node that there is has just begun: whoever went with the one before is gone.
  statements.forgetPassing.run();
  const ownerOf = (fold: string) => statements.owner.get(fold, now()) as Held | undefined;
  /** Who else holds a name that looks the same. */
  const alikeTo = (memberId: string, looks: readonly string[]) =>
    looks.flatMap((look) => statements.alike.all(look, now(), memberId) as Alike[]);

  function noteLooks(fold: string, looks: readonly string[]): void {
    statements.forgetLooks.run(fold);
    for (const look of looks) statements.noteLook.run(look, fold);
  }

  function hold({ id, name, isPassing = false }: Holder, { fold, looks }: NameKeys, holdMs: number): void {
    statements.leave.run(id, fold);
    statements.evict.run(fold, id);
    statements.hold.run(fold, id, name, now() + holdMs, isPassing ? 1 : 0);
    noteLooks(fold, looks);
  }

  function claimed(member: Holder, holdMs: number): boolean {
    const keys = nameKeys(member.name);
    const owner = ownerOf(keys.fold);
    if (owner !== undefined && owner.member !== member.id) return false;
    if (owner?.name !== member.name && alikeTo(member.id, keys.looks).length > 0) return false;
    hold(member, keys, holdMs);
    return true;
  }

  // Earlier versions noted none.
  const earlier = statements.withoutLooks.all() as { fold: string; name: string }[];
  const noteEarlier = writing(database, () => {
    for (const { fold, name } of earlier) noteLooks(fold, nameKeys(name).looks);
  });
  if (earlier.length > 0) noteEarlier();

  const claim = writing(database, claimed);

  const keep = writing(database, (member: Holder, holdMs: number): boolean => {
    const called = statements.called.get(member.id) as { name: string } | undefined;
    return called?.name === member.name && claimed(member, holdMs);
  });

  function seized(member: Holder, holdMs: number, kept: string): Seizure {
    const keys = nameKeys(member.name);
    const owner = ownerOf(keys.fold)?.member ?? member.id;
    if (owner !== member.id && owner.startsWith(kept)) return { isOwn: false, losers: [] };
    const alike = alikeTo(member.id, keys.looks).map((other) => other.member);
    const losers = new Set([owner, ...alike].filter((id) => id !== member.id && !id.startsWith(kept)));
    for (const loser of losers) statements.release.run(loser);
    hold(member, keys, holdMs);
    return { isOwn: true, losers: [...losers] };
  }

  const seize = writing(database, seized);

  /** Is the name another's, or could a verified member be taken for whoever is called that? */
  function isLost(member: Holder, { fold, looks }: NameKeys, kept: string): boolean {
    const owner = ownerOf(fold);
    if (owner !== undefined) return owner.member !== member.id;
    return alikeTo(member.id, looks).some((other) => other.member.startsWith(kept));
  }

  /** What the member is called otherwise, `undefined` where it is called as it says. */
  function renewOne(member: Holder, holdMs: number, kept: string): Renamed | undefined {
    const held = statements.held.get(member.id, now()) as Held | undefined;
    if (held !== undefined && held.name !== member.name) return { id: member.id, name: held.name };
    if (member.id.startsWith(kept))
      return seized(member, holdMs, kept).isOwn ? undefined : { id: member.id, name: null };
    const keys = nameKeys(member.name);
    if (isLost(member, keys, kept)) return { id: member.id, name: null };
    hold(member, keys, holdMs);
    return undefined;
  }

  const renew = writing(database, (members: readonly Holder[], holdMs: number, kept: string): Renamed[] => {
    statements.forget.run(now());
    statements.forgetLooksOfNobody.run();
    return members.flatMap((member) => renewOne(member, holdMs, kept) ?? []);
  });

  return {
    claim: answering(claim),
    seize: answering(seize),
    keep: answering(keep),
    called: answering((memberIds: readonly string[]) =>
      memberIds.map((id) => (statements.called.get(id) as { name: string } | undefined)?.name ?? null),
    ),
    free: answering((names: readonly string[]) =>
      names.filter((name) => {
        const { fold, looks } = nameKeys(name);
        return ownerOf(fold) === undefined && alikeTo('', looks).length === 0;
      }),
    ),
    renew: answering(renew),
    release: answering(writing(database, (memberId: string) => void statements.release.run(memberId))),
    live: async () => {},
  };
}

const prepare = (database: SqliteDatabase) => ({
  alike: database.prepare(
    'SELECT names.member FROM looks JOIN names ON names.fold = looks.fold ' +
      'WHERE looks.look = ? AND names.ends > ? AND names.member <> ?',
  ),
  noteLook: database.prepare('INSERT OR IGNORE INTO looks (look, fold) VALUES (?, ?)'),
  forgetLooks: database.prepare('DELETE FROM looks WHERE fold = ?'),
  forgetLooksOfNobody: database.prepare('DELETE FROM looks WHERE fold NOT IN (SELECT fold FROM names)'),
  withoutLooks: database.prepare('SELECT fold, name FROM names WHERE fold NOT IN (SELECT fold FROM looks)'),
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
