import type { After } from '@/lib/chat/timeline/throttle';
import { PendingPresence } from './pending-presence';
import type { PresenceNews } from './room-roster';

export interface PresenceBatchesOptions {
  /** The time between two updates of a room. */
  readonly windowMs: (room: string) => number;
  readonly tell: (news: PresenceNews) => void;
  readonly after: After;
}

interface OpenWindow {
  readonly pending: PendingPresence;
  cancel: () => void;
}

/** Sends a room's first news at once, and all that follows within a window together, at its end. */
export class PresenceBatches {
  readonly #options: PresenceBatchesOptions;
  readonly #windows = new Map<string, OpenWindow>();

  constructor(options: PresenceBatchesOptions) {
    this.#options = options;
  }

  put(news: PresenceNews): void {
    const open = this.#windows.get(news.room);
    if (open !== undefined) {
      open.pending.add(news);
      return;
    }
    const opened = { pending: new PendingPresence(), cancel: () => {} };
    this.#windows.set(news.room, opened);
    opened.pending.add(news);
    this.#tell(news.room, opened);
  }

  /** Sends what waits for the end of a window now. */
  flush(room: string): void {
    const open = this.#windows.get(room);
    if (open === undefined) return;
    open.cancel();
    this.#tell(room, open);
  }

  /** Forgets what waits for the end of a window. */
  drop(room: string): void {
    this.#windows.get(room)?.cancel();
    this.#windows.delete(room);
  }

  close(): void {
    for (const { cancel } of this.#windows.values()) cancel();
    this.#windows.clear();
  }

  #tell(room: string, open: OpenWindow): void {
    const news = open.pending.take(room);
    if (news === undefined) {
      this.#windows.delete(room);
      return;
    }
    const { after, windowMs, tell } = this.#options;
    open.cancel = after(windowMs(room), () => this.#tell(room, open));
    tell(news);
  }
}
