import type { NewsOf } from '@/lib/chat/events/news';
import { kindOf, type RoomInfo } from '@/lib/chat/room';
import type { MyRooms } from './rooms/my-rooms';
import type { RoomsOnPage } from './rooms/rooms-on-page';
import { hearingNames } from './self/heard-names';
import type { Naming } from './self/naming';
import type { ChatNews, ChatNewsName } from './wire/connection';

interface ChatNewsOptions {
  readonly rooms: RoomsOnPage;
  readonly myRooms: () => MyRooms;
  readonly naming: () => Naming;
  readonly roomChanged: (room: RoomInfo) => void;
  readonly storeChanged: (isStoring: boolean) => void;
}

type Hearers = { readonly [E in ChatNewsName]: (news: NewsOf<E>) => void };

/** Passes each piece of news from a node to the part of the chat that handles it. */
export function createChatNews(options: ChatNewsOptions): (...news: ChatNews) => void {
  const { rooms, myRooms, naming } = options;
  const hearers: Hearers = {
    'room:entries': (frame) => rooms.get(frame.room)?.entriesCame(frame),
    'presence:changed': (change) => rooms.get(change.room)?.presenceChanged(change),
    'typing:changed': (change) => rooms.get(change.room)?.typing.changed(change),
    'mark:changed': (change) => rooms.get(change.room)?.reading.markChanged(change),
    'room:changed': ({ room }) => options.roomChanged(room),
    'my-rooms:added': ({ room }) => myRooms().add(room),
    'my-rooms:removed': ({ room }) => myRooms().remove(room),
    'room:removed': ({ room, ...removal }) => {
      rooms.get(room)?.removed(removal);
      myRooms().remove(room);
    },
    'name:changed': (change) => {
      naming().changed(change);
      if (change.name !== null) return;
      // A member who has lost its name cannot read private rooms until it has another.
      for (const room of rooms.all) if (kindOf(room.id) === 'private') room.withhold('name_required');
    },
    'store:changed': ({ isStoring }) => options.storeChanged(isStoring),
  };
  const hear = (...[event, news]: ChatNews) => (hearers[event] as (news: unknown) => void)(news);
  return hearingNames(hear, (names) => {
    for (const part of [...rooms.all, myRooms()]) part.called(names);
  });
}
