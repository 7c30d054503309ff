import { type Position, START } from '@/lib/chat/entry';
import { countLogged, type LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Fork } from '@/lib/server/log/room-log';
import { agreedUpTo } from './forks';
import type { RecentEntries, Run } from './recent-entries';

/** What a client is missing: what follows its position, what follows `to`, or a page that replaces everything it has. */
export type MissingEntries = Run &
  (
    | { readonly kind: 'delta' }
    | { readonly kind: 'rewind'; readonly to: number }
    | { readonly kind: 'reset'; readonly hasOlder: boolean }
  );

export interface MissingEntriesLimits {
  /** A client further behind than this gets the newest page instead, of `pageSize` entries. */
  readonly deltaMax: number;
  readonly pageSize: number;
}

/** What a node holds of a room. `bottom` is the `seq` of the oldest entry that the log keeps. */
export interface Held {
  readonly recent: RecentEntries;
  readonly forks: readonly Fork[];
  readonly bottom: number;
}

/**
 * An answer is one packet, and a client that has not taken it is disconnected at half a megabyte (see backlog-watch.ts): it
 * would come back for the same answer for ever. At three bytes per character this is well below.
 */
const ANSWER_MAX_CHARACTERS = 128 * 1024;

/** The most that this can be in UTF-8: nothing beyond it needs to be read. */
export const ANSWER_MAX_BYTES = 3 * ANSWER_MAX_CHARACTERS;

/** Returns what somebody at `position` is missing of the held entries. */
export function missingEntriesOf(
  held: Held,
  position: Position | null,
  { deltaMax, pageSize }: MissingEntriesLimits,
): MissingEntries {
  const { recent, bottom } = held;
  if (position !== null && position.epoch !== START.epoch && position.epoch <= recent.epoch) {
    const to = agreedWith(position, held);
    const isInReach = to >= recent.from - 1 && to <= recent.top && recent.top - to <= deltaMax;
    const run = recent.runFrom(to + 1);
    if (isInReach && newestThatFit(run.entries) === run.entries.length) {
      return position.epoch === recent.epoch ? { kind: 'delta', ...run } : { kind: 'rewind', to, ...run };
    }
  }
  const run = newestOf(recent.runFrom(recent.top + 1 - pageSize));
  return { kind: 'reset', ...run, hasOlder: run.from > bottom };
}

/** Returns up to where somebody at `position` has what is held. */
const agreedWith = ({ epoch, seq }: Position, { recent, forks }: Held): number =>
  Math.min(seq, agreedUpTo({ epoch: recent.epoch, forks }, epoch));

/** Returns how many entries before the held ones are needed to tell somebody at `position` what they are missing. */
export function missingBefore(
  held: Held,
  position: Position | null,
  { deltaMax, pageSize }: MissingEntriesLimits,
): number {
  const { recent, bottom } = held;
  const { entries } = recent.runFrom(recent.top + 1 - deltaMax);
  if (recent.from <= bottom || newestThatFit(entries) < entries.length) return 0;
  if (position !== null && position.epoch !== START.epoch && position.epoch <= recent.epoch) {
    const to = agreedWith(position, held);
    if (to >= bottom - 1 && to <= recent.top && recent.top - to <= deltaMax)
      return Math.max(0, recent.from - 1 - to);
  }
  return Math.max(0, pageSize - recent.length);
}

/** Returns as many of the newest entries of a run as fit into an answer. */
export function newestOf(run: Run): Run {
  const dropped = run.entries.length - newestThatFit(run.entries);
  const entries = run.entries.slice(dropped);
  const counted = run.counted + countLogged(run.entries.slice(0, dropped));
  return { epoch: run.epoch, from: run.from + dropped, counted, entries };
}

/** At least one always fits. */
function newestThatFit(entries: readonly LoggedEntry[]): number {
  let characters = 0;
  for (let count = 0; count < entries.length; count += 1) {
    characters += entries[entries.length - 1 - count]?.stored.length ?? 0;
    if (characters > ANSWER_MAX_CHARACTERS && count > 0) return count;
  }
  return entries.length;
}
