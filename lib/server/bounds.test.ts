import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { aMessage } from '@/lib/chat/message-for-tests';
import { EarlyPublications } from './feeds/early-publications';
import { RecentEntries } from './feeds/recent-entries';
import { RoomMemory } from './feeds/room-memory';
import { UnseenEntries } from './feeds/unseen-entries';
import { type Answer, BacklogWatch, type FillingConnection } from './gateway/backlog-watch';
import { JOINED_ROOMS_MAX, JoinedRooms } from './handlers/joined-rooms';
import { ByteBudget } from './limits/byte-budget';
import { createLimits } from './limits/limits';
import { BUCKETS_MAX, createMemoryRateLimits } from './limits/rate-limits.memory';
import { LoggedEntry } from './log/logged-entry';
import { KNOWN_MAX, KNOWN_MAX_BYTES, ModerationCache } from './moderation/moderation-cache';
import { noModeration } from './moderation/room-moderation';
import { DEPARTED_MAX, MemberNames } from './names/member-names';
import type { Names } from './names/names';
import { DOUBTED_MAX, StoreTrust } from './presence/store-trust';
import type { ModerationState } from './records/moderation-state';
import { MEMBERS_MAX, REMEMBERED_MAX, rememberRooms } from './rooms/remembered-rooms';
import type { RoomAccess } from './rooms/room-access';
import type { Rooms } from './rooms/rooms';
import { WrittenRooms } from './rooms/unused/written-rooms';

const MIB = 1024 * 1024;

/**
 * Grows what a stranger can grow, and returns how much was held at most. The file is longer than usual because it is one table,
 * with a way to grow each of its lines.
 */
type Grow = () => Promise<number> | number;

interface Bound {
  /** The name in docs/security.md. */
  readonly what: string;
  readonly max: number;
  readonly grow: Grow;
}

const author = { id: 'ada', name: 'Ada' };
const posted = (index: number, text = 'x'.repeat(10_000)) => aMessage({ id: `ada:${index}`, text });
const long = (index: number) => LoggedEntry.of(posted(index));
/** Weighs a fifty-second of a megabyte. */
const LONG_BYTES = long(0).weight;

/** Repeats the step, and returns the most that was held after any of them. */
async function most(times: number, grow: (index: number) => unknown, held: () => number): Promise<number> {
  let max = 0;
  for (let index = 0; index < times; index += 1) {
    await grow(index);
    max = Math.max(max, held());
  }
  return max;
}

function recentEntries() {
  const recent = new RecentEntries({ keep: 1_000, maxBytes: 4 * MIB });
  return most(
    1_000,
    (index) => recent.add(1, [long(index)]),
    () => recent.bytes,
  );
}

async function rooms() {
  const memory = new RoomMemory(4 * MIB);
  for (let index = 0; index < 100; index += 1) {
    const share = memory.share({
      hasPeople: index % 2 === 0,
      giveWay: (maxBytes) => recent.giveWay(maxBytes),
      close: () => share.close(),
    });
    const recent = new RecentEntries({ keep: 1_000, weighed: share.weighed });
    for (let entry = 0; entry < 20; entry += 1) recent.add(1, [long(entry)]);
    share.used();
    await new Promise(setImmediate);
  }
  return memory.heldBytes;
}

function queues() {
  const queues = new ByteBudget(MIB);
  return most(
    1_000,
    () => void queues.during(10_000, () => new Promise(() => {})).catch(() => {}),
    () => queues.heldBytes,
  );
}

/** What was appended and is not shown takes room in the queues, until nothing more can be appended. */
async function undelivered() {
  const queues = new ByteBudget(MIB);
  const entries = new UnseenEntries((delta) => queues.add(delta));
  const append = (index: number) => {
    const logged = long(index);
    const position = { epoch: 1, seq: index + 1 };
    return queues.during(logged.weight, async () => {
      entries.add({ logged, position }, { epoch: 1, seq: 0 }, logged.weight);
    });
  };
  const held = await most(
    1_000,
    (index) => append(index).catch(() => {}),
    () => queues.heldBytes,
  );
  entries.forgetUpTo({ epoch: 1, seq: 1_000 });
  expect(queues.heldBytes).toBe(0);
  return held;
}

function early() {
  const early = new EarlyPublications();
  const entries = ['x'.repeat(100_000)];
  return most(
    100,
    (index) => early.add({ epoch: 1, from: index + 1, entries }),
    () => early.characters,
  );
}

async function joined() {
  const joined = new JoinedRooms();
  const join = (index: number) => {
    const joining = { room: `room-${index}` };
    return joined.during(joining, async () => void joined.enter(joining)).catch(() => {});
  };
  return most(1_000, join, () => joined.ids.length);
}

const roomStore = {
  addToMyRooms: async () => true,
  isAdmitted: async () => true,
  stored: async () => {},
} as unknown as Rooms;

function remembered(kind: 'rooms' | 'members') {
  const rooms = rememberRooms(roomStore);
  const [times, room] =
    kind === 'rooms' ? [12_000, (index: number) => `room-${index}`] : [MEMBERS_MAX + 2_000, () => 'lobby'];
  return most(
    times,
    (index) => rooms.addToMyRooms(`member-${index}`, room(index)),
    () => rooms.remembered()[kind],
  );
}

async function moderationCache(
  bans: number,
  times: number,
  held: (moderationCache: ModerationCache) => number,
) {
  const find = async (room: string): Promise<ModerationState> => ({
    ...noModeration(room),
    revision: 1,
    banned: Array.from({ length: bans }, () => ({
      member: author,
      by: author,
      at: 0,
      addresses: Array(20).fill('0'.repeat(43)),
      others: Array(50).fill(author),
    })) as unknown as ModerationState['banned'],
  });
  const moderationCache = new ModerationCache({
    store: { find, restore: async (moderation) => moderation, replace: async () => true },
    now: () => 0,
    secrets: { known: async () => [{ value: 'secret', madeAt: 0 }] },
    learned: () => {},
  });
  return most(
    times,
    (index) => moderationCache.of(`room-${index}`),
    () => held(moderationCache),
  );
}

function buckets(kind: 'rates' | 'quotas') {
  const limits = createMemoryRateLimits(() => 0);
  const quota = [{ bytes: 1_000, ms: 3_600_000 }];
  return most(
    BUCKETS_MAX + 1_000,
    (index) =>
      kind === 'rates'
        ? limits.take(`address-${index}`, { burst: 5, everyMs: 3_600_000 })
        : limits.takeBytes(`address-${index}`, quota, 1),
    limits.remembered,
  );
}

/** A message that had a turn has it again, for as long as that is remembered. */
async function turns() {
  const asked: string[] = [];
  const take = async (who: string) => {
    asked.push(who);
    return 0;
  };
  const limits = createLimits(
    { take, refusedFor: () => 0, takeBytes: async () => 0 },
    {} as Parameters<typeof createLimits>[1],
    null,
  );
  const slow = (index: number) =>
    limits.slow({ room: 'plans', memberId: `member-${index}`, messageId: 'one' }, 1_000);
  for (let index = 0; index < 12_000; index += 1) await slow(index);
  asked.length = 0;
  for (let index = 12_000 - 1; index >= 0 && asked.length === 0; index -= 1) await slow(index);
  return 12_000 - Number(/\d+$/.exec(asked[0] ?? '')?.[0]) - 1;
}

/** The same for rooms of which the store was told. */
async function written() {
  const told: string[] = [];
  const access = { isBuiltIn: () => false, find: async (id: string) => ({ id }) } as unknown as RoomAccess;
  const store = { written: async ({ id }: { id: string }) => void told.push(id) } as unknown as Rooms;
  const written = new WrittenRooms({ access, store, now: () => 0 });
  for (let index = 0; index < 12_000; index += 1) written.note(`room-${index}`);
  await new Promise(setImmediate);
  told.length = 0;
  for (let index = 12_000 - 1; index >= 0; index -= 1) {
    written.note(`room-${index}`);
    await Promise.resolve();
    await Promise.resolve();
    if (told.length > 0) return 12_000 - index - 1;
  }
  return 12_000;
}

async function departed() {
  const store = {
    release: () => Promise.reject(new Error('The store is away.')),
    live: async () => {},
    renew: async () => [],
  } as unknown as Names;
  const names = new MemberNames({ store, signal: () => {} });
  const held = await most(
    DEPARTED_MAX + 1_000,
    (index) => names.depart(`member-${index}`),
    () => names.remembered.departed,
  );
  names.close();
  return held;
}

function doubted() {
  const trust = new StoreTrust();
  return most(
    DOUBTED_MAX + 1_000,
    (index) => trust.doubtRoom(`room-${index}`),
    () => trust.doubted,
  );
}

/** Long-polling sessions, each of which leaves answers untaken, but few enough for itself. */
async function backlog() {
  vi.useFakeTimers();
  const watch = new BacklogWatch(pino({ level: 'silent' }), 4 * MIB);
  for (let index = 0; index < 100; index += 1) {
    const close = () => {
      connection.writeBuffer = [];
    };
    const connection = Object.assign(new EventEmitter(), {
      id: `${index}`,
      writeBuffer: [{ data: 'x'.repeat(200_000) }],
      transport: {},
      close,
    });
    watch.watch(connection as unknown as FillingConnection);
    const answers = Array.from({ length: 2 }, () =>
      Object.assign(new EventEmitter(), { writableLength: 50_000, destroy: () => {} }),
    );
    for (const answer of answers) {
      answer.destroy = () => void answer.emit('close');
      watch.answering(connection as unknown as FillingConnection, answer as unknown as Answer);
    }
    vi.advanceTimersByTime(50);
  }
  const { heldBytes } = watch;
  vi.useRealTimers();
  return heldBytes;
}

const BOUNDS: readonly Bound[] = [
  { what: 'newest entries of a room', max: 4 * MIB + LONG_BYTES, grow: recentEntries },
  { what: 'newest entries of all rooms', max: 4 * MIB, grow: rooms },
  { what: 'messages on their way to the store', max: MIB, grow: queues },
  { what: 'messages stored but not yet delivered', max: MIB + LONG_BYTES, grow: undelivered },
  { what: 'entries that arrived early', max: 5 * MIB, grow: early },
  { what: 'rooms that a connection is in', max: JOINED_ROOMS_MAX, grow: joined },
  { what: 'rooms to put back', max: REMEMBERED_MAX, grow: () => remembered('rooms') },
  { what: 'members of rooms to put back', max: MEMBERS_MAX, grow: () => remembered('members') },
  {
    what: 'rooms whose moderation is cached',
    max: KNOWN_MAX,
    grow: () => moderationCache(0, 6_000, (all) => all.remembered.rooms),
  },
  {
    what: 'bytes of cached moderation',
    max: KNOWN_MAX_BYTES,
    grow: () => moderationCache(100, 30, (all) => all.remembered.bytes),
  },
  { what: 'rates counted in memory', max: BUCKETS_MAX, grow: () => buckets('rates') },
  { what: 'quotas counted in memory', max: BUCKETS_MAX, grow: () => buckets('quotas') },
  { what: 'slow-mode turns', max: 10_000, grow: turns },
  { what: 'rooms lately written in', max: 10_000, grow: written },
  { what: 'names to be released', max: DEPARTED_MAX, grow: departed },
  { what: 'rooms whose stored presence is in doubt', max: DOUBTED_MAX, grow: doubted },
  { what: 'data waiting for slow readers', max: 4 * MIB, grow: backlog },
];

describe('what strangers can grow in memory', () => {
  it.each(BOUNDS)('[H8] has a bound: $what', async ({ max, grow }) => {
    const held = await grow();
    expect(held).toBeLessThanOrEqual(max);
    expect(held).toBeGreaterThan(max / 2); // It really was grown that far.
  });

  it('[H8] are all listed in docs/security.md', () => {
    const text = readFileSync('docs/security.md', 'utf8').toLowerCase();
    expect(BOUNDS.map(({ what }) => what).filter((what) => !text.includes(`| ${what}`))).toEqual([]);
  });
});
