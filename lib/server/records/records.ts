import { ChatError } from '@/lib/chat/errors';

/** What is stored, and replaced, as a whole. */
export interface Revised {
  /** How often it was stored: the first is 1. */
  readonly revision: number;
}

/** Another record that a change relies on, such as the room whose owner may do what others may not. */
export interface Step<R extends Revised> {
  /** The other record when the right to the change was checked. */
  readonly seen: R;
  /** The new other record, with its next revision; absent if it does not change. */
  readonly next?: R;
}

/**
 * The records of one kind, as all nodes see them. Every method rejects with a {@link ChatError} `store_unavailable` if the
 * store does not answer in time; the request may have taken effect, and may be repeated.
 */
export interface Records<R extends Revised, Other extends Revised = never> {
  find(id: string): Promise<R | undefined>;
  /** Stores the first revision if no record with its id exists. Returns the one that is stored now. */
  make(record: R): Promise<R>;
  /**
   * In one atomic step: stores the record in place of its previous revision (0 is none), and together with it the next record
   * of `step`. Returns `false`, and stores neither, if somebody else was faster, or what the step relies on no longer has the
   * revision that was seen.
   */
  replace(record: R, step?: Step<Other>): Promise<boolean>;
  /** Stores the record if there is an earlier revision or none. Returns the one that is stored now. */
  restore(record: R): Promise<R>;
}

/** How often somebody else may be faster, before the caller has to try again. */
const CHANGE_TRIES = 5;

/**
 * Changes a record, and tries again if another change came first.
 * @param change reads the present record, and returns what it stored in place of it, or `undefined` if another change came
 * first
 * @throws ChatError `store_unavailable`, and what `change` throws
 */
export async function untilStored<T>(change: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < CHANGE_TRIES; tries += 1) {
    const stored = await change();
    if (stored !== undefined) return stored;
  }
  throw new ChatError('store_unavailable');
}
