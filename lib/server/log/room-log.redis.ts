import { type Position, START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Appends } from '@/lib/server/databases/redis/appends.redis';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { logKeysOf, roomKey } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { Subscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { AppendBatches, type Batch } from './append-batches';
import type {
  Appended,
  AppendOptions,
  Fork,
  Found,
  HeldEntry,
  Place,
  Published,
  PutBack,
  RoomLog,
  Slice,
} from './room-log';

export interface RedisRoomLogOptions {
  readonly asking: Asking;
  readonly appends: Appends;
  readonly subscriber: Subscriber;
  /** How many entries are kept in each room. */
  readonly historyLimit: number;
  /** How many bytes of entries are kept in each room. */
  readonly historyBytes?: number;
}

interface Append {
  readonly room: string;
  /** In the same epoch as the others in its batch. */
  readonly known: Position;
  readonly fields: Fields;
}

/** The arguments of an entry in append.lua. */
type Fields = readonly (string | number)[];

/** See append.lua. */
type Places = Pick<PutBack, 'shared' | 'reach'>;

/** Every entry has a place. */
const ALL: Places = { shared: 0, reach: 0 };

interface Answered {
  readonly epoch: number;
  readonly appended: readonly Answer[];
}

type Answer = Appended | null | 'blocked';

/**
 * While Redis runs a step it does nothing else, and a link has to carry the step within the deadline. This is as much as the
 * thousand entries that a node holds can have, if each is the longest message of ordinary letters. Beyond it, two nodes may put
 * back alternately.
 */
const STEP_MAX_CHARACTERS = 8 * 1024 * 1024;

const keysOf = (room: string) => ({
  ...logKeysOf(room),
  channel: `concord:{${room}}:entries`,
  record: roomKey(room),
});

/** The logs of all rooms in Redis, for any number of nodes. */
export function createRedisRoomLog(options: RedisRoomLogOptions): RoomLog {
  const { asking, subscriber } = options;
  const writer = new LogWriter(options);
  const scripts = {
    read: defineScript(['read'], import.meta.url),
    top: defineScript(['epoch', 'top'], import.meta.url),
    find: defineScript(['find'], import.meta.url),
  };

  async function slice(
    direction: 'after' | 'before',
    room: string,
    seq: number,
    limit: number,
    maxBytes = 0,
  ) {
    const { place, log, entries } = keysOf(room);
    const args = [direction, Number.isFinite(seq) ? seq : '+', limit, maxBytes];
    return toSlice(await asking.ask((redis) => scripts.read(redis, [place, log, entries], args)));
  }

  return {
    append: (...append) => writer.append(...append),
    putBack: (...held) => writer.putBack(...held),
    after: (...asked) => slice('after', ...asked),
    before: (...asked) => slice('before', ...asked),
    top: async (room, known = START) => {
      const { place, forks } = keysOf(room);
      const run = await asking.serverRun();
      return toPlace(
        await asking.ask((redis) => scripts.top(redis, [place, forks], [run, known.epoch, known.seq])),
      );
    },
    find: async (room, id) => {
      const { place, log, ids, entries } = keysOf(room);
      return toFound(await asking.ask((redis) => scripts.find(redis, [place, log, ids, entries], [id])));
    },
    follow: (room, { heard, lapsed }) =>
      subscriber.follow(keysOf(room).channel, { heard: (message) => heard(toPublished(message)), lapsed }),
  };
}

class LogWriter {
  readonly #options: RedisRoomLogOptions;
  readonly #script = defineScript(['epoch', 'append'], import.meta.url);
  readonly #batches = new AppendBatches((batch: Batch<Append>) => this.#write(batch));

  constructor(options: RedisRoomLogOptions) {
    this.#options = options;
  }

  async append(
    room: string,
    id: string,
    entry: string,
    { known = START, ...options }: AppendOptions = {},
  ): Promise<Appended | null> {
    const fields = fieldsOf({ id, entry, ...options });
    const answer = await this.#batches.add(`${known.epoch} ${room}`, { room, known, fields });
    if (answer === 'blocked') throw new ChatError('blocked');
    return answer;
  }

  async putBack(room: string, held: readonly HeldEntry[], { epoch, shared, reach }: PutBack) {
    const positions: (Position | null)[] = [];
    for (const step of inSteps(held)) {
      const left = Math.max(0, shared - positions.length);
      const places = { shared: Math.min(left, step.length), reach };
      const answered = await this.#writeAll(room, { epoch, seq: 0 }, places, step.flatMap(fieldsOf));
      if (answered.epoch !== epoch) return null;
      positions.push(...answered.appended.map(positionOf));
    }
    return positions;
  }

  async #write(batch: Batch<Append>): Promise<readonly Answer[]> {
    const [{ room, known }] = batch;
    const seq = Math.max(...batch.map((append) => append.known.seq));
    const fields = batch.flatMap((append) => append.fields);
    return (await this.#writeAll(room, { epoch: known.epoch, seq }, ALL, fields)).appended;
  }

  async #writeAll(room: string, known: Position, places: Places, fields: Fields): Promise<Answered> {
    const { appends, subscriber, historyLimit, historyBytes = Number.MAX_SAFE_INTEGER } = this.#options;
    const { place, log, ids, forks, entries, channel, record } = keysOf(room);
    const keys = [place, log, ids, forks, entries, record];
    const answer = await appends.append(this.#script, keys, (run) => [
      ...[historyLimit, channel, subscriber.publish, run, known.epoch, known.seq, appends.replicas],
      ...[places.shared, places.reach, historyBytes],
      ...fields,
    ]);
    return toAnswered(answer);
  }
}

const fieldsOf = ({ id, entry, isMessage = true, isDirect = false, amends }: HeldEntry): Fields => [
  ...[id, entry, isMessage ? 1 : 0, amends?.id ?? '', amends?.entry ?? '', isDirect ? 1 : 0],
];

const positionOf = (answer: Answer): Position | null =>
  answer === null || answer === 'blocked' ? null : answer.position;

/** One step, unless the entries are unusually long. */
function inSteps(held: readonly HeldEntry[]): HeldEntry[][] {
  const steps: HeldEntry[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const one of held) {
    characters += one.entry.length;
    if (characters > STEP_MAX_CHARACTERS) {
      steps.push([]);
      characters = one.entry.length;
    }
    steps.at(-1)?.push(one);
  }
  return steps;
}

function toAnswered(answer: unknown): Answered {
  const [first, ...places] = asStrings(answer);
  const epoch = Number(first);
  const appended: Answer[] = [];
  for (let at = 0; at < places.length; at += 2) {
    const seq = Number(places[at]);
    if (seq < 0) appended.push('blocked');
    else appended.push(seq === 0 ? null : { position: { epoch, seq }, isRepeat: places[at + 1] === '1' });
  }
  return { epoch, appended };
}

function toPublished(message: string): Published {
  const afterEpoch = message.indexOf(' ');
  const afterSeq = message.indexOf(' ', afterEpoch + 1);
  return {
    epoch: Number(message.slice(0, afterEpoch)),
    from: Number(message.slice(afterEpoch + 1, afterSeq)),
    entries: apart(message.slice(afterSeq + 1).split('\n')),
  };
}

/** As separate strings: a slice would keep the whole publication in memory. */
const apart = (entries: string[]): string[] =>
  entries.length === 1 ? entries : entries.map((entry) => Buffer.from(entry).toString());

function toPlace(answer: unknown): Place {
  const [epoch, top, uncounted, ...forks] = asStrings(answer);
  const seq = Number(top);
  return { epoch: Number(epoch), seq, counted: seq - Number(uncounted), forks: forks.map(toFork) };
}

/** A fork from when all entries were messages has no count of others. */
function toFork(stored: string): Fork {
  const [epoch, after, uncounted = 0] = stored.split(' ').map(Number);
  if (epoch === undefined || after === undefined) throw new Error(`a fork is not "${stored}"`);
  return { epoch, after, counted: after - uncounted };
}

function toSlice(answer: unknown): Slice {
  const [epoch, top, bottom, first, uncounted, ...entries] = asStrings(answer);
  const from = Number(first);
  const counted = from - 1 - Number(uncounted);
  return { epoch: Number(epoch), top: Number(top), bottom: Number(bottom), from, counted, entries };
}

function toFound(answer: unknown): Found | null {
  const [epoch, seq, entry] = asStrings(answer);
  return entry === undefined ? null : { epoch: Number(epoch), seq: Number(seq), entry };
}

function asStrings(answer: unknown): string[] {
  if (Array.isArray(answer) && answer.every((item) => typeof item === 'string')) return answer;
  throw new ChatError('store_unavailable', {
    cause: new Error('Redis returned something that none of our scripts returns'),
  });
}
