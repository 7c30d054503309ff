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
export function createSqliteNames(options: SqliteNamesOptions): Names {
  const { database } = options;
  const file = new NamesFile(options);
  return {
    claim: answering(writing(database, file.claim)),
    seize: answering(writing(database, file.seize)),
    keep: answering(writing(database, file.keep)),
    called: answering((memberIds: readonly string[]) => memberIds.map(file.called)),
    free: answering((names: readonly string[]) => names.filter(file.isFree)),
    renew: answering(writing(database, file.renew)),
    release: answering(writing(database, file.release)),
    live: async () => {},
  };
}

/** The names in the file. Whatever writes runs in a transaction, see {@link writing}. */
class NamesFile {
  readonly #now: () => number;
  readonly #statements: ReturnType<typeof prepare>;

  constructor({ database, now }: SqliteNamesOptions) {
    this.#now = now;
    this.#statements = prepare(database);
    // The only node has just started: members who went with the previous one are gone.
    this.#statements.forgetPassing.run();
    // Earlier versions recorded no looks.
    const earlier = this.#statements.withoutLooks.all() as { fold: string; name: string }[];
    const noteEarlier = writing(database, () => {
      for (const { fold, name } of earlier) this.#noteLooks(fold, nameKeys(name).looks);
    });
    if (earlier.length > 0) noteEarlier();
  }

  readonly claim = (member: Holder, holdMs: number): boolean => {
    const keys = nameKeys(member.name);
    const owner = this.#ownerOf(keys.fold);
    if (owner !== undefined && owner.member !== member.id) return false;
    if (owner?.name !== member.name && this.#alikeTo(member.id, keys.looks).length > 0) return false;
    this.#hold(member, keys, holdMs);
    return true;
  };

  readonly keep = (member: Holder, holdMs: number): boolean =>
    this.called(member.id) === member.name && this.claim(member, holdMs);

  readonly seize = (member: Holder, holdMs: number, kept: string): Seizure => {
    const keys = nameKeys(member.name);
    const owner = this.#ownerOf(keys.fold)?.member ?? member.id;
    if (owner !== member.id && owner.startsWith(kept)) return { isOwn: false, losers: [] };
    const alike = this.#alikeTo(member.id, keys.looks).map((other) => other.member);
    const losers = new Set([owner, ...alike].filter((id) => id !== member.id && !id.startsWith(kept)));
    for (const loser of losers) this.release(loser);
    this.#hold(member, keys, holdMs);
    return { isOwn: true, losers: [...losers] };
  };

  readonly called = (memberId: string): string | null =>
    (this.#statements.called.get(memberId) as { name: string } | undefined)?.name ?? null;

  readonly isFree = (name: string): boolean => {
    const { fold, looks } = nameKeys(name);
    return this.#ownerOf(fold) === undefined && this.#alikeTo('', looks).length === 0;
  };

  readonly renew = (members: readonly Holder[], holdMs: number, kept: string): Renamed[] => {
    this.#statements.forget.run(this.#now());
    this.#statements.forgetLooksOfNobody.run();
    return members.flatMap((member) => this.#renewOne(member, holdMs, kept) ?? []);
  };

  readonly release = (memberId: string): void => void this.#statements.release.run(memberId);

  /** Returns the member's name in the store if it is not the one they state, else `undefined`. */
  #renewOne(member: Holder, holdMs: number, kept: string): Renamed | undefined {
    const held = this.#statements.held.get(member.id, this.#now()) as Held | undefined;
    if (held !== undefined && held.name !== member.name) return { id: member.id, name: held.name };
    if (member.id.startsWith(kept))
      return this.seize(member, holdMs, kept).isOwn ? undefined : { id: member.id, name: null };
    const keys = nameKeys(member.name);
    if (this.#isLost(member, keys, kept)) return { id: member.id, name: null };
    this.#hold(member, keys, holdMs);
    return undefined;
  }

  /** Returns whether somebody else has the name, or it can be mistaken for a verified member's. */
  #isLost(member: Holder, { fold, looks }: NameKeys, kept: string): boolean {
    const owner = this.#ownerOf(fold);
    if (owner !== undefined) return owner.member !== member.id;
    return this.#alikeTo(member.id, looks).some((other) => other.member.startsWith(kept));
  }

  #hold({ id, name, isPassing = false }: Holder, { fold, looks }: NameKeys, holdMs: number): void {
    this.#statements.leave.run(id, fold);
    this.#statements.evict.run(fold, id);
    this.#statements.hold.run(fold, id, name, this.#now() + holdMs, isPassing ? 1 : 0);
    this.#noteLooks(fold, looks);
  }

  #noteLooks(fold: string, looks: readonly string[]): void {
    this.#statements.forgetLooks.run(fold);
    for (const look of looks) this.#statements.noteLook.run(look, fold);
  }

  #ownerOf(fold: string): Held | undefined {
    return this.#statements.owner.get(fold, this.#now()) as Held | undefined;
  }

  /** Returns who else holds a name that looks the same. */
  #alikeTo(memberId: string, looks: readonly string[]): Alike[] {
    return looks.flatMap((look) => this.#statements.alike.all(look, this.#now(), memberId) as Alike[]);
  }
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
