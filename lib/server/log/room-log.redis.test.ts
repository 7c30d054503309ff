import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeRoomLog } from './room-log.contract';
import { createRedisRoomLog } from './room-log.redis';

const links = new TwoLinks();

/** One node's view of the logs. */
const openLog = (historyLimit: number, historyBytes = Number.MAX_SAFE_INTEGER, node: 'one' | 'two' = 'one') =>
  createRedisRoomLog({ ...links[node], historyLimit, historyBytes });

describeRoomLog('Redis', async (historyLimit, historyBytes) => ({
  log: openLog(historyLimit, historyBytes),
  otherNode: openLog(historyLimit, historyBytes, 'two'),
  rooms: createRedisRooms(links.two.asking),
}));

it('[E1] [E3] what is older than all that is in reach has no place in the next epoch either', async () => {
  const [log, otherNode] = [openLog(100), openLog(100, undefined, 'two')];
  const held = Array.from({ length: 13 }, (_, index) => ({ id: String(index + 8), entry: '"x"' }));
  const { position } = (await log.append('twice-lost', '1', '"x"')) ?? {};
  const { epoch = 0 } = position ?? {};
  await log.putBack('twice-lost', held.slice(3), { epoch, shared: 10, reach: 10 });
  const later = await log.top('twice-lost', { epoch, seq: 1_000 });
  expect(later.epoch).toBeGreaterThan(epoch);
  const positions = await otherNode.putBack('twice-lost', held, {
    epoch: later.epoch,
    shared: 13,
    reach: 10,
  });
  expect(positions?.slice(0, 4)).toEqual([null, null, null, { epoch: later.epoch, seq: 2 }]);
});

it('[L4] trimming leaves nothing behind in Redis, neither entries nor ids', async () => {
  const log = openLog(3);
  for (let index = 1; index <= 50; index++) await log.append('trimmed', String(index), '"x"');
  expect(await links.one.commands.xlen('concord:{trimmed}:log')).toBe(3);
  expect(Object.keys(await links.one.commands.hgetall('concord:{trimmed}:ids')).sort()).toEqual([
    '48',
    '49',
    '50',
  ]);
  expect(Object.keys(await links.one.commands.hgetall('concord:{trimmed}:kept')).sort()).toEqual([
    '48',
    '49',
    '50',
  ]);
});

it('[L4] a log from before entries were weighed is weighed as others are appended, and then trimmed', async () => {
  const before = openLog(10_000);
  const after = openLog(10_000, 20_000);
  const fill = (from: number, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        before.append('unweighed', `${from + index}`, '"12345678"'),
      ),
    );
  await fill(0, 2_500);
  await links.one.commands.hdel('concord:{unweighed}:place', 'bytes', 'weighed');
  const weight = () => links.one.commands.hget('concord:{unweighed}:place', 'bytes');
  const kept = () => links.one.commands.hlen('concord:{unweighed}:kept');
  const counts: [string | null, number][] = [];
  for (const id of ['a', 'b', 'c', 'd']) {
    await after.append('unweighed', id, '"12345678"');
    counts.push([await weight(), await kept()]);
  }
  // Each append weighs a thousand, and drops those beyond the bound, a thousand at a time.
  expect(counts.slice(0, 2)).toEqual([
    ['10010', 2_501],
    ['20000', 2_000],
  ]);
  expect(counts.at(-1)).toEqual(['20000', 2_000]);
});

it('[L13] a stream from when all entries were messages can be read, continued and amended', async () => {
  const log = openLog(100);
  const { commands } = links.one;
  for (const [index, id] of ['a', 'b', 'c'].entries()) {
    await commands.xadd('concord:{old}:log', `${index + 1}-0`, 'id', id, 'entry', `"${id}"`);
    await commands.hset('concord:{old}:ids', id, index + 1);
  }
  await commands.hset('concord:{old}:place', 'epoch', 7, 'top', 3);
  await commands.zadd('concord:{old}:forks', 7, '7 2');
  expect((await log.top('old')).forks[0]).toEqual({ epoch: 7, after: 2, counted: 2 });
  await log.append('old', 'd', '"d"', { isMessage: false, amends: { id: 'b', entry: '"gone"' } });
  await log.append('old', 'e', '"e"');
  expect(await log.top('old')).toMatchObject({ seq: 5, counted: 4 });
  expect(await log.after('old', 1, 10)).toMatchObject({
    counted: 1,
    entries: ['"gone"', '"c"', '"d"', '"e"'],
  });
  expect(await log.after('old', 4, 10)).toMatchObject({ counted: 3, entries: ['"e"'] });
  expect(await log.find('old', 'c')).toMatchObject({ seq: 3, entry: '"c"' });
});

it('[E2] a fork knows how many messages there were', async () => {
  const log = openLog(100);
  for (const id of ['a', 'b', 'c']) await log.append('forked', id, `"${id}"`, { isMessage: id !== 'b' });
  const { epoch } = await log.top('forked');
  const { forks } = await log.top('forked', { epoch, seq: 5 });
  expect(forks.at(-1)).toMatchObject({ after: 3, counted: 2 });
});

it('[L17] a node in a history that the log has left appends nothing, but learns the position of what it repeats', async () => {
  const log = openLog(100);
  const first = await log.append('left', 'a', '"a"');
  const known = { epoch: first?.position.epoch ?? 0, seq: 5 };
  const behind = await log.append('left', 'b', '"b"', { known });
  expect(behind, 'the log is shorter than the node knows').toBeNull();
  expect(await log.append('left', 'b', '"b"', { known }), 'the log has another epoch by now').toBeNull();
  expect(await log.append('left', 'a', '"a"', { known })).toMatchObject({
    position: { seq: 1 },
    isRepeat: true,
  });
  expect((await log.after('left', 0, 10)).entries).toEqual(['"a"']);
  const { epoch, seq } = await log.top('left');
  expect(await log.append('left', 'b', '"b"', { known: { epoch, seq } })).toMatchObject({
    position: { seq: 2 },
  });
});

it('[L18] many at once take few steps and publications, and a repeated id causes none', async () => {
  const log = openLog(100);
  const runs: number[] = [];
  let last = '';
  await log.follow('busy', {
    heard: ({ entries }) => {
      runs.push(entries.length);
      last = entries.at(-1) ?? '';
    },
    lapsed: () => {},
  });
  const sayAll = () =>
    Promise.all(Array.from({ length: 640 }, (_, index) => log.append('busy', String(index), `"${index}"`)));
  const places = await sayAll();
  expect(places.map((appended) => appended?.position.seq)).toEqual(places.map((_, index) => index + 1));
  await expect.poll(() => runs.reduce((sum, length) => sum + length, 0)).toBe(640);
  expect(Math.max(...runs), 'as many as may wait together').toBe(32);
  expect(runs.length, 'those before the load was known, and twenty batches').toBeLessThan(100);
  const before = runs.length;
  const again = await log.append('busy', '639', '"639"');
  expect(again, 'it is still there').toMatchObject({ position: { seq: 640 }, isRepeat: true });
  await log.append('busy', 'last', '"last"');
  await expect.poll(() => last).toBe('"last"');
  expect(runs.length).toBe(before + 1);
});

it('[L17] [L18] of concurrent appends, exactly those that know another history are refused', async () => {
  const log = openLog(100);
  const first = await log.append('both', 'a', '"a"');
  const epoch = first?.position.epoch ?? 0;
  const [known, left] = [
    { epoch, seq: 1 },
    { epoch: epoch - 1, seq: 1 },
  ];
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      log.append('both', String(index), `"${index}"`, { known: index % 2 === 0 ? known : left }),
    ),
  );
  expect(answers.filter((_, index) => index % 2 === 1)).toEqual(Array.from({ length: 150 }, () => null));
  const seqs = answers.flatMap((appended) => appended?.position.seq ?? []);
  expect(seqs).toEqual(Array.from({ length: 150 }, (_, index) => index + 2));
  const amending = (id: string, text: string) =>
    log.append('both', id, `"${id}"`, { known: left, amends: { id: '296', entry: `"${text}"` } });
  const [refused, repeated, alsoRefused] = await Promise.all([
    amending('new', 'refused'),
    amending('298', 'of a repeat'),
    log.append('both', 'newer', '"newer"', { known: left }),
  ]);
  expect([refused, alsoRefused]).toEqual([null, null]);
  expect(repeated).toMatchObject({ position: { seq: 151 }, isRepeat: true });
  expect((await log.after('both', 149, 1)).entries).toEqual(['"of a repeat"']);
  expect((await log.top('both')).seq).toBe(151);
  const ahead = await Promise.all(
    [151, 999, 151].map((seq, index) =>
      log.append('both', `ahead ${index}`, '""', { known: { epoch, seq } }),
    ),
  );
  expect(ahead, 'a batch that knows more than the log has').toEqual([null, null, null]);
});

it('[L14] a deleted text is nowhere in Redis any more, but its neighbour still is', async () => {
  const log = openLog(100);
  const secret = 'the words that nobody shall read again';
  await log.append('deleting', 'a', `"${secret}"`);
  await log.append('deleting', 'b', '"the words of a neighbour"');
  await links.one.commands.config('SET', 'rdbcompression', 'no');
  const [, directory] = (await links.one.commands.config('GET', 'dir')) as string[];
  const picture = async () => {
    await links.one.commands.save();
    return readFileSync(join(directory ?? '', 'dump.rdb'), 'latin1');
  };
  expect(await picture()).toContain(secret);
  await log.append('deleting', 'c', '"c"', { isMessage: false, amends: { id: 'a', entry: '"gone"' } });
  expect(await picture()).not.toContain(secret);
  expect(await picture()).toContain('the words of a neighbour');
});

it('[L10] after its connection was cut, a follower learns that it may have missed something', async () => {
  const log = openLog(100);
  const heard: string[] = [];
  let lapses = 0;
  await log.follow('cut', {
    heard: ({ entries }) => heard.push(...entries),
    lapsed: () => {
      lapses += 1;
    },
  });
  await links.two.commands.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await expect.poll(() => lapses).toBe(1);
  await log.append('cut', 'a', '"a"');
  await expect.poll(() => heard).toEqual(['"a"']);
});

it('[L11] while Redis does not answer, everything is refused as store_unavailable, and works again afterwards', async () => {
  const log = openLog(100);
  links.redis.pause();
  const asked = [log.append('frozen', 'a', '"a"'), log.after('frozen', 0, 1), log.top('frozen')];
  for (const answer of await Promise.allSettled(asked)) {
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'store_unavailable' } });
  }
  links.redis.resume();
  const again = await log.append('frozen', 'a', '"a"');
  expect(again?.position.seq).toBe(1);
  expect((await log.after('frozen', 0, 10)).entries).toEqual(['"a"']);
});
