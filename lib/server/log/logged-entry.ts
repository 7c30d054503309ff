import { type Entry, isMessage, type Moderated } from '@/lib/chat/entry';
import { amendmentOf } from '@/lib/chat/timeline/amendments';
import { actionOf, type EarlierAction } from '@/lib/server/databases/earlier-actions';
import type { AppendOptions } from './room-log';

/** So that what an entry is shows without parsing it: its kind is printed first. */
const print = ({ kind, ...rest }: Entry): string => JSON.stringify({ kind, ...rest });

const MESSAGE_START = '{"kind":"posted",';
const MODERATED_START = '{"kind":"moderated",';

const ID = /^\{"kind":"[a-z]+","id":"([^"\\]+)"/;

/** What an entry takes in memory beside its text. */
const OVERHEAD_BYTES = 200;
/** What an entry has beside its text, about. */
const UNTOLD_CHARACTERS = 300;

/**
 * An entry as its log keeps it. It goes on to the pages as the text that it is, and is parsed only where a node has to
 * know more of it. Only nodes write entries, each checked before: what is in a log is not checked again.
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

  /** Without parsing all of it, as nodes print it. */
  get id(): string {
    return ID.exec(this.stored)?.[1] ?? this.entry.id;
  }

  /** At most so many bytes it takes in memory, for as long as it was not parsed. */
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

/** A moderation action as nodes have printed it since version 3 of the protocol; before, it was a `deed`. */
function asNow(stored: string): string {
  if (!stored.includes('"deed":')) return stored;
  const { deed, ...rest } = JSON.parse(stored) as Omit<Moderated, 'action'> & {
    readonly deed: EarlierAction;
  };
  return print({ ...rest, action: actionOf(deed) });
}

/** The same of an entry that is not printed yet. */
export const weightOf = (entry: Entry): number =>
  OVERHEAD_BYTES + 2 * (UNTOLD_CHARACTERS + ('text' in entry ? entry.text.length : 0));

export const countLogged = (entries: readonly LoggedEntry[]): number =>
  entries.reduce((count, { isMessage }) => count + Number(isMessage), 0);

/** What a log has to be told of an entry beside its text. */
export function appendOptions({ entry }: LoggedEntry): Omit<AppendOptions, 'known'> {
  const amendment = amendmentOf(entry);
  return {
    isMessage: isMessage(entry),
    ...(amendment === null ? {} : { amends: { id: amendment.id, entry: print(amendment) } }),
  };
}

/** `entries` as they are once `amending` are in the log; the very same where that changes nothing. */
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
