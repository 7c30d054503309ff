import { beforeAll, isCut, withNextNames } from '@/lib/chat/presence';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** The names in a room that has more members than a node tells everybody. */
export interface People {
  /** Reads the next page of names, if there is one. Does nothing while one is being read. */
  readMore(): Promise<void>;
}

interface PeopleOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
}

export function createPeople({ room, request, store }: PeopleOptions): People {
  let isReading = false;
  return {
    readMore: async () => {
      const { present } = store.getState();
      if (isReading || !isCut(present)) return;
      isReading = true;
      // If the list is cut and empty, everybody who was on it has left: read from the beginning.
      const after = present.members.at(-1) ?? beforeAll;
      const answer = await request('room:members', { room, after });
      isReading = false;
      if (answer.ok) store.setState({ present: withNextNames(store.getState().present, after, answer.data) });
    },
  };
}
