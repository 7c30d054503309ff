import type { Redis } from 'ioredis';
import { START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Appends } from '../appends.redis';
import { type Asking, REDIS_DEADLINE_MS } from '../asking.redis';
import { withDeadline } from '../deadline';
import { defineScript } from '../redis';
import type { Fork, LogFollower, Place, Published, RoomLog, Slice } from './room-log';

export interface RedisRoomLogOptions {
  readonly commands: Redis;
  /** The way to ask them. */
  readonly asking: Asking;
  readonly appends: Appends;
  /** A connection of its own, without automatic resubscription. */
  readonly subscriber: Redis;
  /** Entries kept in each room. */
  readonly historyLimit: number;
}

/** All keys of a room share a hash tag, so that a script may touch them together on a Redis Cluster. */
const keysOf = (room: string) => ({
  place: `concord:{${room}}:place`,
  log: `concord:{${room}}:log`,
  ids: `concord:{${room}}:ids`,
  forks: `concord:{${room}}:forks`,
});

const CHANNEL_PREFIX = 'concord:entries:';

/** The logs of all rooms in Redis, for any number of nodes. */
export function createRedisRoomLog(options: RedisRoomLogOptions): RoomLog {
  const { commands, asking, appends, subscriber, historyLimit } = options;
  const scripts = {
    append: defineScript(appends.redis, ['epoch', 'append'], import.meta.url),
    read: defineScript(commands, ['read'], import.meta.url),
    top: defineScript(commands, ['epoch', 'top'], import.meta.url),
  };

  async function slice(room: string, direction: 'after' | 'before', seq: number, limit: number) {
    const { place, log } = keysOf(room);
    const bound = Number.isFinite(seq) ? seq : '+';
    return toSlice(await asking.ask(() => scripts.read([place, log], [direction, bound, limit])));
  }

  return {
    append: async (room, id, entry, known = START) => {
      const { place, log, ids, forks } = keysOf(room);
      const run = await appends.asking.serverRun();
      const channel = CHANNEL_PREFIX + room;
      const answer = await appends.asking.ask(() =>
        scripts.append(
          [place, log, ids, forks],
          [id, entry, historyLimit, channel, run, known.epoch, known.seq, appends.replicas],
        ),
      );
      await appends.replicated();
      const [epoch, seq, isRepeat] = asStrings(answer);
      return { position: { epoch: Number(epoch), seq: Number(seq) }, isRepeat: isRepeat === '1' };
    },
    after: (room, seq, limit) => slice(room, 'after', seq, limit),
    before: (room, seq, limit) => slice(room, 'before', seq, limit),
    top: async (room, known = START) => {
      const { place, forks } = keysOf(room);
      const run = await asking.serverRun();
      return toPlace(await asking.ask(() => scripts.top([place, forks], [run, known.epoch, known.seq])));
    },
    follow: createFollow(subscriber),
  };
}

/** Redis forgets subscriptions with the connection, and what was published meanwhile is gone: hence `lapsed`. */
function createFollow(subscriber: Redis): RoomLog['follow'] {
  const followers = new Map<string, Set<LogFollower>>();

  subscriber.on('message', (channel: string, message: string) => {
    const published = toPublished(message);
    for (const follower of followers.get(channel) ?? []) follower.heard(published);
  });

  subscriber.on('ready', async () => {
    const channels = [...followers.keys()];
    if (channels.length === 0) return;
    try {
      await subscriber.subscribe(...channels);
    } catch {
      return; // The connection was lost again: the next `ready` does it.
    }
    for (const set of followers.values()) for (const follower of set) follower.lapsed();
  });

  function unfollow(channel: string, follower: LogFollower): void {
    const set = followers.get(channel);
    set?.delete(follower);
    if (set?.size !== 0) return;
    followers.delete(channel);
    subscriber.unsubscribe(channel).catch(() => {}); // A lost connection has no subscriptions.
  }

  return async (room, follower) => {
    const channel = CHANNEL_PREFIX + room;
    followers.set(channel, (followers.get(channel) ?? new Set()).add(follower));
    try {
      await withDeadline(subscriber.subscribe(channel), REDIS_DEADLINE_MS);
    } catch (error) {
      unfollow(channel, follower);
      throw error;
    }
    return () => unfollow(channel, follower);
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
