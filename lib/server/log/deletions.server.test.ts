import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { LOBBY } from '@/lib/chat/protocol';
import { DELETED, enterLobby, type Person } from '@/lib/server/testing/node-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

const twoPeople = () => Promise.all([place.enter(place.nodes[0], 'Ada'), place.enter(place.nodes[1], 'Ben')]);

async function say(person: Person, text: string): Promise<string> {
  const said = await person.say(text);
  if (!said.ok) throw new Error(said.error.message);
  return said.data.id;
}

const remove = (person: Person, id: string) =>
  person.socket.emitWithAck('message:delete', { room: LOBBY, id });

/** Everything that is in Redis, byte for byte. */
async function picture(): Promise<string> {
  const { commands } = place.admin;
  await commands.config('SET', 'rdbcompression', 'no');
  await commands.save();
  const [, directory] = (await commands.config('GET', 'dir')) as string[];
  return readdirSync(directory ?? '')
    .map((name) => readFileSync(join(directory ?? '', name), 'latin1'))
    .join();
}

it('[X1] a message deleted by its author is a tombstone for everybody at both nodes, and its text is nowhere in the store', async () => {
  const [ada, ben] = await twoPeople();
  const id = await say(ada, 'a word too many');
  await say(ben, 'an answer');
  await expect.poll(ben.texts).toEqual(['a word too many', 'an answer']);
  expect(await picture()).toContain('a word too many');
  expect(await remove(ada, id)).toEqual({ ok: true, data: null });
  for (const person of [ada, ben]) await expect.poll(person.texts).toEqual([DELETED, 'an answer']);
  const fresh = await place.enter(place.nodes[1], 'Fresh');
  expect(fresh.texts()).toEqual([DELETED, 'an answer']);
  expect(fresh.entries).toEqual(ben.entries);
  expect(await picture()).not.toContain('a word too many');
  expect(await picture()).toContain('an answer');
});

it('[X1] a page of history shows the tombstone, too', async () => {
  const [ada, ben] = await twoPeople();
  const id = await say(ada, 'far up');
  await Promise.all(Array.from({ length: 60 }, (_, index) => ben.say(`later ${index}`)));
  await remove(ada, id);
  // Until the node has heard of it, whoever enters gets less first and the rest at once, not a page.
  await expect.poll(() => ben.texts()[0]).toBe(DELETED);
  const fresh = await place.enter(place.nodes[1], 'Fresh');
  expect(fresh.texts()).not.toContain(DELETED);
  await fresh.readAll();
  expect(fresh.texts()[0]).toBe(DELETED);
});

it('[X2] only its author may delete a message', async () => {
  const [ada, ben] = await twoPeople();
  const id = await say(ada, 'mine');
  expect(await remove(ben, id)).toMatchObject({
    ok: false,
    error: { code: 'not_allowed', retryable: false },
  });
  const unknown = { ok: false, error: { code: 'message_unknown', retryable: false } };
  expect(await remove(ada, `${id}x`)).toMatchObject(unknown);
  await remove(ada, id);
  expect(await remove(ada, `${id}:deleted`)).toMatchObject(unknown);
  expect(await remove(ben, id)).toMatchObject({ ok: false, error: { code: 'not_allowed' } });
});

it('[X3] a message that is deleted again and again is deleted once', async () => {
  const [ada] = await twoPeople();
  const id = await say(ada, 'once');
  const answers = await Promise.all([remove(ada, id), remove(ada, id), remove(ada, id)]);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(await remove(ada, id)).toMatchObject({ ok: true });
  await say(ada, 'last');
  await expect.poll(ada.texts).toEqual([DELETED, 'last']);
  expect(ada.entries.map(({ kind }) => kind)).toEqual(['posted', 'deleted', 'posted']);
});

it('[X4] a client that was away during a deletion comes back to what a fresh load shows', async () => {
  const [ada, ben] = await twoPeople();
  const ids = [await say(ada, 'one'), await say(ada, 'two'), await say(ada, 'three')];
  await expect.poll(ben.texts).toEqual(['one', 'two', 'three']);
  ben.socket.disconnect();
  await remove(ada, ids[1] ?? '');
  await say(ada, 'four');
  ben.socket.connect();
  await expect.poll(ben.texts).toEqual(['one', DELETED, 'three', 'four']);
  const fresh = await place.enter(place.nodes[0], 'Fresh');
  expect(ben.entries).toEqual(fresh.entries);
});

it('[X5] a store that loses its newest entries after a deletion gets them back, but not the deleted text', async () => {
  const [ada, ben] = await twoPeople();
  const id = await say(ada, 'a word too many');
  await say(ada, 'kept');
  await expect.poll(ben.texts).toEqual(['a word too many', 'kept']);
  // Redis starts again from a snapshot taken before the deletion.
  expect(await picture()).toContain('a word too many');
  await remove(ada, id);
  await expect.poll(ben.texts).toEqual([DELETED, 'kept']);
  await place.redis.kill();
  await place.redis.restart();
  await place.admin.ready(5_000);
  const { commands } = place.admin;
  const everybody = async () => {
    const fresh = await Promise.all(place.nodes.map((node) => enterLobby(node.url, 'Fresh')));
    for (const person of fresh) person.socket.close();
    return [ada, ben, ...fresh].map((person) => person.texts());
  };
  await expect.poll(() => commands.hget('concord:{lobby}:place', 'top')).toBe('3');
  await expect.poll(everybody).toEqual(Array(4).fill([DELETED, 'kept']));
  expect(ada.entries).toEqual(ben.entries);
  expect(await picture()).not.toContain('a word too many');
});

it('[X5] a store that lost everything gets tombstones back, not texts', async () => {
  const [ada, ben] = await twoPeople();
  const id = await say(ada, 'a word too many');
  await say(ben, 'kept');
  await remove(ada, id);
  await expect.poll(ben.texts).toEqual([DELETED, 'kept']);
  await place.admin.commands.flushall();
  await expect
    .poll(async () => (await place.enter(place.nodes[1], 'Fresh')).texts())
    .toEqual([DELETED, 'kept']);
  await expect.poll(ada.texts).toEqual([DELETED, 'kept']);
  expect(await picture()).not.toContain('a word too many');
});

it('[X1] classic clients hear nothing of a deletion', async () => {
  const [ada] = await twoPeople();
  const classic = io(place.nodes[1].url, { forceNew: true, transports: ['websocket'] });
  place.opened(classic);
  const heard: string[] = [];
  classic.on('message', (text: string) => void heard.push(text));
  await expect.poll(() => heard.length).toBe(1);
  const id = await say(ada, 'told');
  await expect.poll(() => heard).toContain('Ada: told');
  await remove(ada, id);
  await say(ada, 'after');
  await expect.poll(() => heard.slice(1)).toEqual(['Ada: told', 'Ada: after']);
});
