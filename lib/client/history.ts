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
    /** Resolves when the page was read or could not be; nothing to do while one is being read. */
    readOlder: async (): Promise<void> => {
      const { epoch, from, hasOlder } = timeline.latest();
      if (epoch === null || !hasOlder || store.getState().isReadingOlder) return;
      store.setState({ isReadingOlder: true });
      const result = await request('room:history', { room, before: from });
      if (result.ok) timeline.apply({ type: 'olderRead', page: result.data });
      store.setState({ isReadingOlder: false });
    },
  };
}
