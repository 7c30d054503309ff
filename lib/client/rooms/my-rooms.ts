import { LOBBY } from '@/lib/chat/protocol';
import { type RoomInfo, withNames } from '@/lib/chat/room';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** The member's rooms on all its devices. They are listed beside the lobby, which everybody has. */
export interface MyRooms {
  /** There is a session: asks for the list until it is answered. */
  open(): void;
  close(): void;
  /** Some tab or device of the member has added the room. */
  add(room: RoomInfo): void;
  remove(roomId: string): void;
  changed(room: RoomInfo): void;
  /** Takes new names of members, by their ids; direct messages are named after them. */
  called(names: ReadonlyMap<string, string>): void;
  /** The person opened the room, which makes it one of theirs. */
  visited(roomId: string): void;
  /** Resolves once the visit is answered: a node may carry out simultaneous requests in any order. */
  untilVisited(roomId: string): Promise<void>;
}

interface MyRoomsOptions {
  readonly request: Request;
  readonly session: SessionStore;
  readonly environment: Pick<Environment, 'after' | 'random'>;
  /** Called whenever the session's rooms have changed. */
  readonly listed: () => void;
}

const RETRY_MS = 1_000;

export function createMyRooms({ request, session, environment, listed }: MyRoomsOptions): MyRooms {
  let isOpen = false;
  /** Goes up with every change: a list requested before a change is out of date. */
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
