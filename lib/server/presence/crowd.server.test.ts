import { expect, it, vi } from 'vitest';
import type { Member } from '@/lib/chat/member';
import type { PresenceChange } from '@/lib/chat/presence';
import { beforeAll as beforeEverybody } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import { connectClient } from '@/lib/server/testing/node-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';
import { RoomPresence } from './room-presence';
import type { PresenceNews } from './room-roster';
import type { Presence } from './store/presence';
import { createRedisPresence } from './store/presence.redis';

const place = new TwoNodes();

const CROWD = 2_000;
/** The shortest time between two updates of a room. */
const TELL_EVERY_MIN_MS = 250;

const crowd = (count: number): Member[] =>
  Array.from({ length: count }, (_, index) => ({ id: `member-${index}`, name: `Member ${index}` }));

/** Half of a site: one node's presence on the real store, with everything counted that it sends. */
function startHalf(node: string, tellOther: (news: PresenceNews) => void) {
  const real = createRedisPresence({ asking: place.admin.asking, node });
  const writes = { enter: 0, leave: 0 };
  const store: Presence = {
    ...real,
    enter: (...args) => {
      writes.enter += 1;
      return real.enter(...args);
    },
    leave: (...args) => {
      writes.leave += 1;
      return real.leave(...args);
    },
  };
  const frames: PresenceChange[] = [];
  let signals = 0;
  const presence = new RoomPresence({
    store,
    graceMs: 50,
    signal: (news) => {
      signals += 1;
      tellOther(news);
    },
    changed: (change) => frames.push(change),
  });
  const { roster } = presence.open(LOBBY);
  return { presence, roster, writes, frames, signals: () => signals };
}

it('[P7] 2,000 members with three tabs each cost one write each, and a few frames and signals in all', async () => {
  const one = startHalf('crowd-one', (news) => two.presence.hear(news));
  const two = startHalf('crowd-two', (news) => one.presence.hear(news));
  const halves = [one, two] as const;
  const everybody = crowd(CROWD);
  const started = performance.now();
  const tellings = () => 2 + (performance.now() - started) / TELL_EVERY_MIN_MS;
  try {
    for (let tab = 0; tab < 3; tab++) {
      for (const [index, member] of everybody.entries()) halves[index % 2]?.presence.enter(LOBBY, member);
    }
    for (const { roster, frames } of halves) {
      await vi.waitUntil(() => roster.present.count === CROWD, { timeout: 20_000 });
      await expect.poll(() => frames.at(-1)?.count).toBe(CROWD);
    }
    for (const { writes, frames, signals } of halves) {
      expect(writes.enter).toBe(CROWD / 2);
      expect(frames.length).toBeLessThanOrEqual(tellings());
      expect(signals()).toBeLessThanOrEqual(tellings());
      expect(frames.flatMap(({ joined }) => joined)).toHaveLength(CROWD);
    }
    for (let tab = 0; tab < 3; tab++) {
      for (const [index, { id }] of everybody.entries()) halves[index % 2]?.presence.leave(LOBBY, id);
    }
    for (const { roster, writes, frames, signals } of halves) {
      await vi.waitUntil(() => roster.present.count === 0, { timeout: 20_000 });
      await expect.poll(() => frames.at(-1)?.count).toBe(0);
      expect(writes).toEqual({ enter: CROWD / 2, leave: CROWD / 2 });
      expect(frames.length).toBeLessThanOrEqual(2 * tellings());
      expect(signals()).toBeLessThanOrEqual(2 * tellings());
      expect(frames.flatMap(({ left }) => left)).toHaveLength(CROWD);
    }
  } finally {
    for (const { presence } of halves) presence.close();
  }
}, 90_000);

it('[P7] a member who comes back within the grace is not news, whichever tab it is', async () => {
  const half = startHalf('crowd-back', () => {});
  const ada = { id: 'ada', name: 'Ada' };
  try {
    half.presence.enter(LOBBY, ada);
    await expect.poll(() => half.frames).toHaveLength(1);
    for (let times = 0; times < 20; times++) {
      half.presence.leave(LOBBY, ada.id);
      half.presence.enter(LOBBY, ada);
    }
    half.presence.enter(LOBBY, { id: 'ben', name: 'Ben' });
    await expect.poll(() => half.frames).toHaveLength(2);
    expect(half.frames[1]).toMatchObject({ count: 2, joined: [{ name: 'Ben' }], left: [] });
    expect(half.writes).toEqual({ enter: 2, leave: 0 });
  } finally {
    half.presence.close();
  }
});

it('[P8] a member who joins a big room is told the first names and the total, and asks for the rest', async () => {
  const store = createRedisPresence({ asking: place.admin.asking, node: 'crowd', leaseMs: 60_000 });
  await store.renew();
  const everybody = crowd(450);
  await Promise.all(everybody.map((member) => store.enter(LOBBY, member)));
  const ada = place.opened(connectClient(place.nodes[0].url));
  const early = await ada.emitWithAck('room:members', { room: LOBBY, after: beforeEverybody });
  expect(early).toMatchObject({ ok: false, error: { code: 'room_not_joined' } });
  const joined = await ada.emitWithAck('room:join', { room: LOBBY });
  if (!joined.ok) throw new Error(joined.error.message);
  expect(joined.data.present.count).toBe(450);
  const read = [...joined.data.present.members];
  for (const expected of [400, 450]) {
    const after = read.at(-1) ?? beforeEverybody;
    const page = await ada.emitWithAck('room:members', { room: LOBBY, after });
    if (!page.ok) throw new Error(page.error.message);
    read.push(...page.data.members);
    expect(read).toHaveLength(expected);
  }
  expect(new Set(read.map(({ id }) => id)).size).toBe(450);
});
