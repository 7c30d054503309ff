import type { News } from '@/lib/chat/events/news';
import type { Joined, Session } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { applyPresence } from '@/lib/chat/presence';

/** One of the page's rooms; another that takes its place later has the same id and has joined nothing. */
interface PageRoom {
  readonly id: string;
}

/** What a connection answered that has joined rooms. */
export type JoinedRooms = ReadonlyMap<PageRoom, Joined>;

/** A second connection that has caught up. `frames` came behind what `joined` holds. */
export interface Arrival {
  readonly session: Session;
  readonly joined: JoinedRooms;
  readonly frames: readonly Frame[];
}

/** What comes over a second connection before it takes over; the first one tells of everything else as well. */
export interface ArrivalKeeper {
  heard(...news: News): void;
  arrive(session: Session, joined: JoinedRooms): Arrival;
}

export function createArrivalKeeper(): ArrivalKeeper {
  const frames: Frame[] = [];
  const changes: PresenceChange[] = [];
  let isStoring: boolean | null = null;
  return {
    heard: (...[event, news]) => {
      if (event === 'room:entries') frames.push(news);
      else if (event === 'presence:changed') changes.push(news);
      else if (event === 'store:changed') isStoring = news.isStoring;
    },
    arrive: (session, joined) => ({
      session: { ...session, isStoring: isStoring ?? session.isStoring },
      joined: withChanges(joined, changes),
      frames,
    }),
  };
}

/** Who came and went meanwhile was told by the first connection. */
function withChanges(joined: JoinedRooms, changes: readonly PresenceChange[]): JoinedRooms {
  const presentIn = ({ id }: PageRoom, { present }: Joined) =>
    changes.filter(({ room }) => room === id).reduce(applyPresence, present);
  return new Map([...joined].map(([room, data]) => [room, { ...data, present: presentIn(room, data) }]));
}
