import { type Entry, type Position, START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { kindOf } from '@/lib/chat/room';
import { withDeadline } from '@/lib/server/config/deadline';
import { appendOptions, LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Appended, HeldEntry } from '@/lib/server/log/room-log';
import type { FeedOptions } from './feed-options';
import { UnseenEntries } from './unseen-entries';

/** How long a client that has seen more than this node, or has something to say, waits for the node's next look at the log. */
export const CHECK_DEADLINE_MS = 2_000;
/** How often an append is tried if the log keeps starting new histories; then the client has to try again. */
const APPEND_TRIES = 3;

export interface RoomWriterOptions extends Pick<FeedOptions, 'room' | 'log' | 'queues' | 'putBackRoom'> {
  /** The newest position that this node has delivered. */
  readonly delivered: () => Position;
  /** Returns how many of the newest entries every node holds that holds all it might. */
  readonly reach: () => number;
  /** Looks at the log, and settles in its current history. */
  readonly check: () => Promise<void>;
}

/**
 * One node's way into the log of a room. It can put back what it appended until the feed has shown it, and appends only to a
 * history that has everything this node holds.
 */
export class RoomWriter {
  readonly #options: RoomWriterOptions;
  readonly #unseen: UnseenEntries;
  /** The epoch that has everything this node holds; none before the first look at the log. */
  #settledIn: number | undefined;
  #isClosed = false;

  constructor(options: RoomWriterOptions) {
    this.#options = options;
    this.#unseen = new UnseenEntries((delta) => options.queues.add(delta));
  }

  /** The newest position that the log must have: what was delivered here, or appended and not heard yet. */
  get newest(): Position {
    return this.#unseen.newestBeside(this.#options.delivered());
  }

  /** The same in the history in which this node has settled. For a log that was empty, it has nothing to put back first. */
  get #known(): Position {
    const isSettled = this.#settledIn !== undefined && this.#settledIn !== START.epoch;
    return isSettled ? this.#unseen.newestIn(this.#settledIn ?? 0, this.#options.delivered()) : this.newest;
  }

  /** Returns whether that epoch has everything this node holds. */
  isSettledIn(epoch: number): boolean {
    return epoch === this.#settledIn;
  }

  /** Appends an entry, see {@link RoomLog.append}, and keeps it until the log has shown it. */
  async append(entry: Entry): Promise<Appended> {
    const { room, log, delivered, check } = this.#options;
    const logged = LoggedEntry.of(entry);
    for (let tries = 0; tries < APPEND_TRIES; tries += 1) {
      const isDirect = logged.isMessage && kindOf(room) === 'direct';
      const known = this.#known;
      const options = { known, isDirect, ...appendOptions(logged) };
      // What was acknowledged in another epoch is put back first: the author may have seen it.
      const isWhole = this.#unseen.areAllIn(known.epoch);
      const appended = isWhole ? await log.append(room, entry.id, logged.stored, options) : null;
      if (appended !== null) {
        // In a room that was closed meanwhile, nobody waits to hear the entry, and nothing would forget it.
        if (!this.#isClosed) {
          this.#unseen.add({ logged, position: appended.position }, delivered(), logged.weight);
        }
        return appended;
      }
      await withDeadline(check(), CHECK_DEADLINE_MS);
    }
    throw new ChatError('store_unavailable');
  }

  close(): void {
    this.#isClosed = true;
    this.#unseen.clear();
  }

  /** Called when the feed has shown everything up to here. */
  forgetUpTo(position: Position): void {
    this.#unseen.forgetUpTo(position);
  }

  /**
   * If the log is in another epoch, gives it back what it may have lost and this node holds, under the same ids and in the same
   * order. Any number of nodes may do so, as each entry is added once. Nothing new is appended before that.
   * @param held what was delivered here and the log may have lost, oldest first
   * @returns `false` if the log started another epoch meanwhile, or a late publication of the one before has arrived
   */
  async settle(epoch: number, held: () => readonly LoggedEntry[]): Promise<boolean> {
    const { delivered, putBackRoom } = this.#options;
    const isUnseenLost = this.#unseen.before(epoch).length > 0;
    if (this.isSettledIn(epoch) && !isUnseenLost) return true;
    if (this.#settledIn !== undefined) await putBackRoom(this.#settledIn !== START.epoch || isUnseenLost);
    const { seq } = delivered();
    if (!(await this.#putBack(epoch, held()))) return false;
    if (delivered().seq !== seq || this.#unseen.before(epoch).length > 0) return false;
    this.#settledIn = epoch;
    return true;
  }

  async #putBack(epoch: number, held: readonly LoggedEntry[]): Promise<boolean> {
    const { room, log, reach } = this.#options;
    const ids = new Set(held.map(({ id }) => id));
    const unseen = this.#unseen.before(epoch).filter(({ id }) => !ids.has(id));
    const entries = [...held, ...unseen];
    if (entries.length === 0) return true;
    const positions = await log.putBack(room, entries.map(toHeld), {
      epoch,
      shared: held.length,
      reach: reach(),
    });
    if (positions === null) return false;
    entries.forEach((logged, index) => {
      const position = positions[index];
      // Kept until it has been read again: the store may lose it once more before that.
      if (position) this.#unseen.add({ logged, position }, START);
      else this.#unseen.forget(logged);
    });
    return true;
  }
}

const toHeld = ({ id, stored }: LoggedEntry): HeldEntry => ({
  id,
  entry: stored,
  // Not parsed in place, because the parsed form would stay in memory.
  ...appendOptions(new LoggedEntry(stored)),
});
