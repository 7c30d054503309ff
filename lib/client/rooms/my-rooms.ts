import { LOBBY } from '@/lib/chat/protocol';
import { type RoomInfo, withNames } from '@/lib/chat/room';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** The rooms of the member, on all its devices. They are listed beside the lobby, which everybody has. */
export interface MyRooms {
  /** There is a session: asks which they are, until it is answered. */
  open(): void;
  close(): void;
  /** By whichever tab or device. */
  add(room: RoomInfo): void;
  remove(roomId: string): void;
  changed(room: RoomInfo): void;
  /** Members are called that now, by their ids: so are direct messages with them. */
  called(names: ReadonlyMap<string, string>): void;
  /** The person opened the room: it is one of theirs from now on. */
  visited(roomId: string): void;
  /** Resolves once that is answered: a node may do what is asked at the same time in any order. */
  untilVisited(roomId: string): Promise<void>;
}

interface MyRoomsOptions {
  readonly request: Request;
  readonly session: SessionStore;
  readonly environment: Pick<Environment, 'after' | 'random'>;
  /** Told whenever there are other rooms in the session. */
  readonly listed: () => void;
}

const RETRY_MS = 1_000;

export function createMyRooms({ request, session, environment, listed }: MyRoomsOptions): MyRooms {
  let isOpen = false;
  /** Counts what was heard: a list that was asked for before it is out of date. */
  let version = 0;
  let cancelRetry = () => {};
  const visits = new Map<string, Promise<unknown>>();

  const rooms = () => session.getState().rooms;

  const set = (next: readonly RoomInfo[]) => {
    version += 1;
    session.setState({ rooms: next });
    listed();
  };

  const read = async () => {
    const asked = version;
    const result = await request('my-rooms:list', {});
    if (!isOpen) return;
    if (result.ok && asked === version) set(result.data.rooms);
    else if (result.ok || result.error.retryable) readLater();
  };

  const readLater = () => {
    cancelRetry();
    cancelRetry = environment.after(RETRY_MS * (0.5 + environment.random()), () => void read());
  };

  const add = (room: RoomInfo) => {
    if (room.id !== LOBBY) set([...rooms().filter(({ id }) => id !== room.id), room]);
  };

  return {
    open: () => {
      isOpen = true;
      void read();
    },
    close: () => {
      isOpen = false;
      cancelRetry();
    },
    add,
    remove: (roomId) => set(rooms().filter(({ id }) => id !== roomId)),
    changed: (room) => {
      if (rooms().some(({ id }) => id === room.id)) add(room);
    },
    called: (names) => {
      const renamed = rooms().map((room) => withNames(room, names));
      if (renamed.some((room, index) => room !== rooms()[index])) set(renamed);
    },
    visited: async (roomId) => {
      if (roomId === LOBBY || rooms().some(({ id }) => id === roomId)) return;
      const asked = request('my-rooms:add', { room: roomId });
      visits.set(roomId, asked);
      const result = await asked;
      if (visits.get(roomId) === asked) visits.delete(roomId);
      if (result.ok) add(result.data.room);
    },
    untilVisited: async (roomId) => void (await visits.get(roomId)),
  };
}
