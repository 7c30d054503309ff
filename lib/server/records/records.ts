import { ChatError } from '@/lib/chat/errors';

/** What is stored, and replaced, as a whole. */
export interface Revised {
  /** How often it was stored: the first is 1. */
  readonly revision: number;
}

/** Another record that a change relies on, such as the room whose owner may do what others may not. */
export interface Step<R extends Revised> {
  /** As it was when the right to the change was checked. */
  readonly seen: R;
  /** As it is from then on, of the next revision; absent where it stays as it is. */
  readonly next?: R;
}

/**
 * The records of one kind, as all nodes see them. Every method rejects with a {@link ChatError} `store_unavailable` when
 * the store does not answer in time; what was asked may then have happened, and may be asked again.
 */
export interface Records<R extends Revised, Other extends Revised = never> {
  find(id: string): Promise<R | undefined>;
  /** Stores the first revision where none of its id is there. Answers the one that is there now. */
  make(record: R): Promise<R>;
  /**
   * One atomic step: stores the record in place of the one of the revision before (0 is none), and the next one of `step`
   * with it. Answers `false`, and stores neither, where another was quicker or what the step relies on is no longer of the
   * revision that was seen.
   */
  replace(record: R, step?: Step<Other>): Promise<boolean>;
  /** Stores the record where an earlier revision is there, or none. Answers the one that is there now. */
  restore(record: R): Promise<R>;
}

/** So often is somebody else quicker, and then it is left to the next try. */
const CHANGE_TRIES = 5;

/**
 * Changes a record, again where another was quicker.
 * @param change reads it as it is now, and answers what was stored in its place, or `undefined` where another was quicker
 * @throws ChatError `store_unavailable`, and what `change` throws
 */
export async function untilStored<T>(change: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < CHANGE_TRIES; tries += 1) {
    const stored = await change();
    if (stored !== undefined) return stored;
  }
  throw new ChatError('store_unavailable');
}
