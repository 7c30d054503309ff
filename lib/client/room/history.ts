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

/** Who was away for longer than this many pages is not led to where they left off. */
const BACK_PAGES_MAX = 20;

/** What was said before the page was opened, a page of entries at a time. */
export function createHistory({ room, request, store, timeline, environment }: HistoryOptions) {
  /** Who scrolls through years is told to wait now and then, and need not scroll again for that. */
  const read = async (before: number): Promise<Result<Page>> => {
    const result = await request('room:history', { room, before });
    if (result.ok || result.error.retryAfterMs === undefined) return result;
    const { retryAfterMs } = result.error;
    await new Promise<void>((resolve) => environment.after(retryAfterMs, resolve));
    return read(before);
  };

  /**
   * Reads the page before the first entry, and shows it when `untilStill` resolves: a browser that is in the middle
   * of scrolling to a place goes there, whatever has come above it meanwhile. Nothing to do while one is being read.
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
    /** Reads back to the message behind number `after`. Answers whether it, or the oldest that is kept, is there. */
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
