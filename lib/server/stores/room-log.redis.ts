import { START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Appends } from '../appends.redis';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Subscriber } from '../subscriber.redis';
import type { Fork, Place, Published, RoomLog, Slice } from './room-log';

export interface RedisRoomLogOptions {
  readonly asking: Asking;
  readonly appends: Appends;
  readonly subscriber: Subscriber;
  /** Entries kept in each room. */
  readonly historyLimit: number;
}

/** All keys of a room share a hash tag, so that a script may touch them together on a Redis Cluster. */
const keysOf = (room: string) => ({
  place: `concord:{${room}}:place`,
  log: `concord:{${room}}:log`,
  ids: `concord:{${room}}:ids`,
  forks: `concord:{${room}}:forks`,
  channel: `concord:{${room}}:entries`,
});

/** The logs of all rooms in Redis, for any number of nodes. */
export function createRedisRoomLog(options: RedisRoomLogOptions): RoomLog {
  const { asking, appends, subscriber, historyLimit } = options;
  const scripts = {
    append: defineScript(['epoch', 'append'], import.meta.url),
    read: defineScript(['read'], import.meta.url),
    top: defineScript(['epoch', 'top'], import.meta.url),
  };

  async function slice(room: string, direction: 'after' | 'before', seq: number, limit: number) {
    const { place, log } = keysOf(room);
    const bound = Number.isFinite(seq) ? seq : '+';
    return toSlice(await asking.ask((redis) => scripts.read(redis, [place, log], [direction, bound, limit])));
  }

  return {
    append: async (room, id, entry, known = START) => {
      const { place, log, ids, forks, channel } = keysOf(room);
      const answer = await appends.append(scripts.append, [place, log, ids, forks], (run) => [
        ...[id, entry, historyLimit, channel, subscriber.publish],
        ...[run, known.epoch, known.seq, appends.replicas],
      ]);
      const [epoch, seq, isRepeat] = asStrings(answer);
      return { position: { epoch: Number(epoch), seq: Number(seq) }, isRepeat: isRepeat === '1' };
    },
    after: (room, seq, limit) => slice(room, 'after', seq, limit),
    before: (room, seq, limit) => slice(room, 'before', seq, limit),
    top: async (room, known = START) => {
      const { place, forks } = keysOf(room);
      const run = await asking.serverRun();
      return toPlace(
        await asking.ask((redis) => scripts.top(redis, [place, forks], [run, known.epoch, known.seq])),
      );
    },
    follow: (room, { heard, lapsed }) =>
      subscriber.follow(keysOf(room).channel, { heard: (message) => heard(toPublished(message)), lapsed }),
  };
}

function toPublished(message: string): Published {
  const afterEpoch = message.indexOf(' ');
  const afterSeq = message.indexOf(' ', afterEpoch + 1);
  return {
    epoch: Number(message.slice(0, afterEpoch)),
    seq: Number(message.slice(afterEpoch + 1, afterSeq)),
    entry: message.slice(afterSeq + 1),
  };
}

function toPlace(answer: unknown): Place {
  const [epoch, top, ...forks] = asStrings(answer);
  return { epoch: Number(epoch), seq: Number(top), forks: forks.map(toFork) };
}

function toFork(stored: string): Fork {
  const [epoch, after] = stored.split(' ');
  return { epoch: Number(epoch), after: Number(after) };
}

function toSlice(answer: unknown): Slice {
  const [epoch, top, bottom, from, ...entries] = asStrings(answer);
  return { epoch: Number(epoch), top: Number(top), bottom: Number(bottom), from: Number(from), entries };
}

function asStrings(answer: unknown): string[] {
  if (Array.isArray(answer) && answer.every((item) => typeof item === 'string')) return answer;
  throw new ChatError('store_unavailable', {
    cause: new Error('Redis answered something else than a script of ours'),
  });
}
