import { type Entry, isMessage, type Moderated } from '@/lib/chat/entry';
import { amendmentOf } from '@/lib/chat/timeline/amendments';
import { actionOf, type EarlierAction } from '@/lib/server/databases/earlier-actions';
import type { AppendOptions } from './room-log';

/** Prints the kind first, so that it can be read without parsing the entry. */
const print = ({ kind, ...rest }: Entry): string => JSON.stringify({ kind, ...rest });

const MESSAGE_START = '{"kind":"posted",';
const MODERATED_START = '{"kind":"moderated",';

const ID = /^\{"kind":"[a-z]+","id":"([^"\\]+)"/;

/** What an entry takes in memory beside its text. */
const OVERHEAD_BYTES = 200;
/** About how many characters an entry has beside its text. */
const UNTOLD_CHARACTERS = 300;

/**
 * An entry as its log keeps it. It goes to the pages as stored, and is parsed only if a node has to know more of it. Only nodes
 * write entries, and they check them first, so what is in a log is not checked again.
 */
export class LoggedEntry {
  readonly stored: string;
  #entry: Entry | undefined;

  constructor(stored: string) {
    this.stored = stored.startsWith(MODERATED_START) ? asNow(stored) : stored;
  }

  static of(entry: Entry): LoggedEntry {
    const logged = new LoggedEntry(print(entry));
    logged.#entry = entry;
    return logged;
  }

  get entry(): Entry {
    this.#entry ??= JSON.parse(this.stored) as Entry;
    return this.#entry;
  }

  /** The id, read without parsing the whole entry, as nodes print it. */
  get id(): string {
    return ID.exec(this.stored)?.[1] ?? this.entry.id;
  }

  /** At most how many bytes it takes in memory, as long as it was not parsed. */
  get weight(): number {
    return OVERHEAD_BYTES + 2 * this.stored.length;
  }

  toJSON(): Entry {
    return this.entry;
  }

  get isMessage(): boolean {
    return this.stored.startsWith(MESSAGE_START);
  }
}

/** A moderation action in the form that nodes have printed since version 3 of the protocol; before, it was a `deed`. */
function asNow(stored: string): string {
  if (!stored.includes('"deed":')) return stored;
  const { deed, ...rest } = JSON.parse(stored) as Omit<Moderated, 'action'> & {
    readonly deed: EarlierAction;
  };
  return print({ ...rest, action: actionOf(deed) });
}

/** The same for an entry that is not printed yet. */
export const weightOf = (entry: Entry): number =>
  OVERHEAD_BYTES + 2 * (UNTOLD_CHARACTERS + ('text' in entry ? entry.text.length : 0));

export const countLogged = (entries: readonly LoggedEntry[]): number =>
  entries.reduce((count, { isMessage }) => count + Number(isMessage), 0);

/** What a log has to know of an entry beside its text. */
export function appendOptions({ entry }: LoggedEntry): Omit<AppendOptions, 'known'> {
  const amendment = amendmentOf(entry);
  return {
    isMessage: isMessage(entry),
    ...(amendment === null ? {} : { amends: { id: amendment.id, entry: print(amendment) } }),
  };
}

/** Returns `entries` as they are once `amending` are in the log; the same array if that changes nothing. */
export function amendedLog(
  entries: readonly LoggedEntry[],
  amending: readonly LoggedEntry[],
): readonly LoggedEntry[] {
  const amendments = new Map<string, LoggedEntry>();
  for (const logged of amending) {
    const amendment = logged.isMessage ? null : amendmentOf(logged.entry);
    if (amendment !== null) amendments.set(amendment.id, LoggedEntry.of(amendment));
  }
  if (amendments.size === 0) return entries;
  return entries.map((logged) => amendments.get(logged.id) ?? logged);
}
