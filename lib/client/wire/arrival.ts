import type { News } from '@/lib/chat/events/news';
import type { Joined, Session } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { applyPresence } from '@/lib/chat/presence';

/** One of the page's rooms. A later room with the same id is a different one and has joined nothing. */
interface PageRoom {
  readonly id: string;
}

/** The answers of a connection that has joined rooms. */
export type JoinedRooms = ReadonlyMap<PageRoom, Joined>;

/** A second connection that has caught up. `frames` came after what `joined` holds. */
export interface Arrival {
  readonly session: Session;
  readonly joined: JoinedRooms;
  readonly frames: readonly Frame[];
}

/** Keeps what arrives over a second connection before it takes over; the first connection hears everything else too. */
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

/** Applies the changes without a notice: the first connection has announced them already. */
function withChanges(joined: JoinedRooms, changes: readonly PresenceChange[]): JoinedRooms {
  const presentIn = ({ id }: PageRoom, { present }: Joined) =>
    changes.filter(({ room }) => room === id).reduce(applyPresence, present);
  return new Map([...joined].map(([room, data]) => [room, { ...data, present: presentIn(room, data) }]));
}
