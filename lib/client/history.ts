import type { ChatStore } from './chat-store';
import type { TimelineKeeper } from './timeline-keeper';
import type { Wire } from './wire';

interface HistoryOptions {
  readonly room: string;
  readonly request: Wire['request'];
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
}

/** What was said before the page was opened, a page of entries at a time. */
export function createHistory({ room, request, store, timeline }: HistoryOptions) {
  return {
    /**
     * Reads the page before the first entry, and shows it when `untilStill` resolves: a browser that is in the middle
     * of scrolling to a place goes there, whatever has come above it meanwhile. Nothing to do while one is being read.
     */
    readOlder: async (untilStill: () => Promise<void>): Promise<void> => {
      const { epoch, from, hasOlder } = timeline.latest();
      if (epoch === null || !hasOlder || store.getState().isReadingOlder) return;
      store.setState({ isReadingOlder: true });
      const result = await request('room:history', { room, before: from });
      await untilStill();
      if (result.ok) timeline.apply({ type: 'olderRead', page: result.data });
      store.setState({ isReadingOlder: false });
    },
  };
}
