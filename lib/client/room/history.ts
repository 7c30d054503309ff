import type { Result } from '@/lib/chat/errors';
import type { Page } from '@/lib/chat/frame';
import type { Environment } from '@/lib/client/environment/environment';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';

interface HistoryOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
  readonly environment: Pick<Environment, 'after'>;
}

/** A reader who was away for more pages than this is not taken back to where they left off. */
const BACK_PAGES_MAX = 20;

/** Reads what was said before the page was opened, one page of entries at a time. */
export function createHistory({ room, request, store, timeline, environment }: HistoryOptions) {
  /** A reader who scrolls through years is rate-limited now and then; the page waits, so that they need not scroll again. */
  const read = async (before: number): Promise<Result<Page>> => {
    const result = await request('room:history', { room, before });
    if (result.ok || result.error.retryAfterMs === undefined) return result;
    const { retryAfterMs } = result.error;
    await new Promise<void>((resolve) => environment.after(retryAfterMs, resolve));
    return read(before);
  };

  /**
   * Reads the page before the first entry, and shows it when `untilStill` resolves: a browser that is scrolling to a position
   * goes there whatever has appeared above meanwhile. Does nothing while another page is being read.
   */
  const readOlder = async (untilStill: () => Promise<void>): Promise<void> => {
    const { epoch, from, hasOlder } = timeline.latest();
    if (epoch === null || !hasOlder || store.getState().isReadingOlder) return;
    store.setState({ isReadingOlder: true });
    const result = await read(from);
    await untilStill();
    if (result.ok) timeline.apply({ type: 'olderRead', page: result.data });
    store.setState({ isReadingOlder: false });
  };

  return {
    readOlder,
    /** Reads back to the message after number `after`. Returns whether it is there, or else the oldest message that is kept. */
    readBackTo: async (after: number, untilStill: () => Promise<void>): Promise<boolean> => {
      const isThere = () => timeline.latest().counted <= after || !timeline.latest().hasOlder;
      for (let pages = 0; pages < BACK_PAGES_MAX && !isThere(); pages++) {
        const { from } = timeline.latest();
        await readOlder(untilStill);
        if (timeline.latest().from === from) break;
      }
      return isThere();
    },
  };
}
