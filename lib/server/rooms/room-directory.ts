import { nameFold } from '@/lib/chat/text/text';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { createOwnTurn, type OwnTurn } from './own-turn';
import type { OpenRooms } from './rooms';

/**
 * How much of a folded title determines the order: titles equal up to here are ordered by room id. A cursor contains this much.
 */
const ORDERED_BY_CHARACTERS = 24;

interface Listed {
  readonly room: RoomRecord;
  /** The text that a search looks in. */
  readonly fold: string;
  /** The key that orders it among the others. */
  readonly place: string;
}

interface Directory {
  readonly version: string | undefined;
  readonly listed: readonly Listed[];
}

export interface FoundRooms {
  readonly rooms: readonly RoomRecord[];
  /** Where to continue, opaque to the caller; absent at the end. */
  readonly after?: string;
}

export interface RoomDirectoryOptions {
  readonly builtIn: readonly RoomRecord[];
  /** Returns the listed rooms; `null` if the caller knows their current version. */
  readonly listOpen: (known: string | undefined) => Promise<OpenRooms | null>;
  readonly ownTurn?: OwnTurn;
}

/**
 * The open rooms of the site in the order of the directory. Each is folded once for all searches, and each search gets a turn
 * of the event loop of its own, so that others run in between.
 */
export class RoomDirectory {
  readonly #options: RoomDirectoryOptions;
  readonly #ownTurn: OwnTurn;
  #directory: Directory = { version: undefined, listed: [] };
  #reading: Promise<Directory> | undefined;
  #next: Promise<Directory> | undefined;

  constructor(options: RoomDirectoryOptions) {
    this.#options = options;
    this.#ownTurn = options.ownTurn ?? createOwnTurn();
  }

  /** @throws ChatError `store_unavailable` */
  async find(search: string, after: string, limit: number): Promise<FoundRooms> {
    const { listed } = await this.#newest();
    await this.#ownTurn();
    const wanted = nameFold(search);
    const start = firstBehind(listed, placeIn(after));
    const found: Listed[] = [];
    for (let index = start; index < listed.length && found.length <= limit; index += 1) {
      const one = listed[index];
      if (one?.fold.includes(wanted)) found.push(one);
    }
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const rooms = page.map(({ room }) => room);
    return found.length > limit && last ? { rooms, after: cursorAt(last.place) } : { rooms };
  }

  /** Reads the directory as the store has it after this call: callers who come during a read share the next one. */
  #newest(): Promise<Directory> {
    if (this.#reading === undefined) return this.#read();
    this.#next ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.#read();
      });
    return this.#next;
  }

  #read(): Promise<Directory> {
    const reading = this.#update().finally(() => {
      this.#reading = undefined;
    });
    this.#reading = reading;
    return reading;
  }

  async #update(): Promise<Directory> {
    const { listOpen, builtIn } = this.#options;
    const open = await listOpen(this.#directory.version);
    // As long as nobody has made a room, there is no version to compare, and nothing to sort.
    const isStillEmpty = open?.rooms.length === 0 && open.version === this.#directory.version;
    if (open === null || isStillEmpty) return this.#directory;
    const known = new Map(this.#directory.listed.map((one) => [one.room.id, one]));
    const isBuiltIn = new Set(builtIn.map(({ id }) => id));
    const made = open.rooms.filter(({ id }) => !isBuiltIn.has(id));
    const listed = [...builtIn, ...made].map((room) => {
      const before = known.get(room.id);
      return before?.room.revision === room.revision ? before : toListed(room);
    });
    listed.sort((one, other) => (one.place < other.place ? -1 : 1));
    this.#directory = { version: open.version, listed };
    return this.#directory;
  }
}

function toListed(room: RoomRecord): Listed {
  const { id, title, topic } = room;
  const first = Array.from(nameFold(title)).slice(0, ORDERED_BY_CHARACTERS).join('');
  return { room, fold: nameFold(`${id} ${title} ${topic}`), place: `${first} ${id}` };
}

function firstBehind(listed: readonly Listed[], place: string): number {
  let [from, to] = [0, listed.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((listed[middle]?.place ?? '') <= place) from = middle + 1;
    else to = middle;
  }
  return from;
}

const cursorAt = (place: string): string => Buffer.from(place).toString('base64url');

/** A cursor that is not ours is a place as well; nobody learns anything from it. */
const placeIn = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();
