import { beforeAll, isCut, withNextNames } from '../chat/presence';
import type { ChatStore } from './chat-store';
import type { Request } from './wire';

/** The names of a room that has more than are told to everybody. */
export interface People {
  /** Reads the next page of names, where there is one. Nothing to do while one is being read. */
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
      // Of an empty list that is cut, everybody who stood in it has left: the names begin anew.
      const after = present.members.at(-1) ?? beforeAll;
      const answer = await request('room:members', { room, after });
      isReading = false;
      if (answer.ok) store.setState({ present: withNextNames(store.getState().present, after, answer.data) });
    },
  };
}
