import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import type { NodeForTests } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();
const DAY_MS = 86_400_000;
/** A character with as many bytes as possible, and a message full of them. */
const ROCKET = '\u{1F469}\u200D\u{1F680}';
const LONGEST = ROCKET.repeat(MESSAGE_MAX_CHARACTERS);

async function startTwo(settings: Record<string, string>): Promise<[NodeForTests, NodeForTests]> {
  const start = async (id: string) => place.opened(await place.startNode(id, settings));
  return [await start('narrow-one'), await start('narrow-two')];
}

let keys = 0;
const say = (who: Somebody, text: string, key = `key-${++keys}-of-the-test`) =>
  ask(who, 'message:send', { room: 'lobby', key, text });

const make = (who: Somebody, id: string) =>
  ask(who, 'room:make', { kind: 'open', id, title: id, topic: ROCKET.repeat(250) });

async function enter(node: NodeForTests, name: string, cookie?: string): Promise<Somebody> {
  const somebody = await come(place, node, name, cookie === undefined ? {} : { cookie });
  await ask(somebody, 'room:join', { room: 'lobby' });
  return somebody;
}

/** How many bytes the lobby's log holds. */
async function storedBytes(): Promise<number> {
  const entries = await place.admin.commands.hvals('concord:{lobby}:kept');
  return entries.reduce((sum, entry) => sum + Buffer.byteLength(entry), 0);
}

it('[G2] what a member may store is counted in stored bytes, across tabs and nodes', async () => {
  const nodes = await startTwo({ QUOTA_MEMBER: '200kB/1d' });
  const ada = await enter(nodes[0], 'Ada');
  const tabs = [ada, await enter(nodes[1], 'Ada', ada.cookie)];
  const answers: unknown[] = [];
  for (let count = 0; count < 6; count++) answers.push(await say(tabs[count % 2] as Somebody, LONGEST));
  expect(answers.filter((answer) => answer !== 'quota_reached').length).toBeGreaterThan(1);
  expect(await storedBytes()).toBeLessThanOrEqual(100_000);
  for (const tab of tabs) {
    const key = 'key-of-a-late-one';
    const refused = await tab.socket.emitWithAck('message:send', { room: 'lobby', key, text: LONGEST });
    expect(refused).toMatchObject({ ok: false, error: { code: 'quota_reached', retryable: true } });
    const waitMs = refused.ok ? 0 : (refused.error.retryAfterMs ?? 0);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(DAY_MS);
  }
});

it('[G2] rooms and changes count as well, a refusal stores nothing, and moderators can act all the same', async () => {
  const [node] = await startTwo({ QUOTA_MEMBER: '200kB/1d' });
  const ada = await enter(node, 'Ada');
  let made = 0;
  while ((await make(ada, `room-${made}`)) !== 'quota_reached') made += 1;
  expect(made).toBeLessThan(20);
  const rooms = (await ask(ada, 'my-rooms:list', {})).rooms as { id: string }[];
  expect(rooms).toHaveLength(made);
  const change = { room: 'room-0', title: 'Another', topic: ROCKET.repeat(250) };
  expect(await ask(ada, 'room:change', change)).toBe('quota_reached');
  await ask(ada, 'room:join', { room: 'room-0' });
  const action = { kind: 'slow', everyMs: 10_000 } as const;
  expect(await ask(ada, 'room:moderate', { room: 'room-0', action })).not.toBe('quota_reached');
});

it('[G2] a member over quota can still delete what they have written', async () => {
  const [node] = await startTwo({ QUOTA_MEMBER: '200kB/1d' });
  const ada = await enter(node, 'Ada');
  const first = await say(ada, 'secret');
  while ((await say(ada, LONGEST)) !== 'quota_reached');
  while ((await say(ada, 'x')) !== 'quota_reached');
  expect(await ask(ada, 'message:delete', { room: 'lobby', id: first.id })).toBeNull();
  expect(await storedBytes()).toBeLessThanOrEqual(100_000);
});

it('[G2] a message that is repeated because no answer came counts once', async () => {
  const [node] = await startTwo({ QUOTA_MEMBER: '200kB/1d' });
  const ada = await enter(node, 'Ada');
  for (let times = 0; times < 5; times++) {
    expect(await say(ada, LONGEST, 'key-of-the-same-one')).toHaveProperty('id');
  }
  expect(await say(ada, LONGEST)).toHaveProperty('id');
});

it('[G3] a classic client reads for how long it cannot write, and everybody else carries on', async () => {
  const [node] = await startTwo({ QUOTA_MEMBER: '200kB/1d' });
  const ben = await enter(node, 'Ben');
  const classic = place.opened(io(node.url, { forceNew: true, transports: ['websocket'] }));
  const told: string[] = [];
  classic.on('message', (text: string) => void told.push(text));
  classic.emit('set_username', 'Bot');
  await expect.poll(() => told).toContain('Your username has been set to: Bot');
  for (let count = 0; count < 4; count++) classic.send(LONGEST);
  await expect
    .poll(() => told.find((text) => text.startsWith('Failed')))
    .toMatch(/^Failed to send message: You have written as much as one may for now. Try again in \d+ s\.$/);
  expect(await say(ben, LONGEST)).toHaveProperty('id');
});
