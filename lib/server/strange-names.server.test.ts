import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Session } from '@/lib/chat/events/session';
import { LOBBY } from '@/lib/chat/protocol';
import { connectClient } from './testing/node-for-tests';
import { AUDIENCE, type SiteKeys, startSiteKeys } from './testing/site-keys-for-tests';
import { ask, come } from './testing/somebody-for-tests';
import { TwoNodes } from './testing/two-nodes-for-tests';

/** What every plain object has from the start, and what JavaScript treats specially. */
const STRANGE = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['prototype', 'then', 'length', 'undefined', 'null', 'NaN', '0'],
];
const KEYS = STRANGE.filter((name) => /^[A-Za-z0-9_-]{8,64}$/.test(name));
const ADDRESSES = STRANGE.filter((name) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name));

const place = new TwoNodes();
let keys: SiteKeys;
beforeAll(async () => {
  keys = await startSiteKeys();
});
afterAll(() => keys?.close());

const comeTwo = (name: string) =>
  Promise.all([come(place, place.nodes[0], name), come(place, place.nodes[1], 'Witness')]);

it.each(STRANGE)('[H1] a member called %s is like any other', async (name) => {
  const [one, other] = await comeTwo(name);
  for (const who of [one, other]) await ask(who, 'room:join', { room: LOBBY });
  await ask(other, 'typing:set', { room: LOBBY, isTyping: true });
  const text = `@${name}: ${name}`;
  await ask(one, 'message:send', { room: LOBBY, key: 'key-00000001', text });
  await expect.poll(() => other.heard).toContain(text);
  expect(await ask(other, 'name:set', { name })).toBe('name_taken');
  expect(await ask(one, 'rooms:list', { search: name })).toMatchObject({ rooms: expect.any(Array) });
});

it.each(KEYS)('[S2] %s is a message key like any other', async (key) => {
  const [ada] = await comeTwo('Ada');
  await ask(ada, 'room:join', { room: LOBBY });
  const sent = { room: LOBBY, key, text: 'once' };
  const first = await ask(ada, 'message:send', sent);
  expect(first).toMatchObject({ id: `${ada.id}:${key}` });
  expect(await ask(ada, 'message:send', sent)).toEqual(first);
  expect(await ask(ada, 'message:delete', { room: LOBBY, id: first.id })).toBeNull();
});

it.each(ADDRESSES)('[M2] %s is a room address like any other', async (id) => {
  const [ada, ben] = await comeTwo('Ada');
  expect(await ask(ben, 'room:join', { room: id })).toBe('room_unknown');
  await ask(ada, 'room:make', { kind: 'open', id, title: id, topic: '' });
  for (const who of [ada, ben]) await ask(who, 'room:join', { room: id });
  await ask(ben, 'message:send', { room: id, key: 'key-00000001', text: `in ${id}` });
  await expect.poll(() => ada.heard).toContain(`in ${id}`);
  await ask(ben, 'my-rooms:add', { room: id });
  await ask(ada, 'room:moderate', { room: id, action: { kind: 'mute', member: ben.id, forMs: null } });
  const again = { room: id, key: 'key-00000002', text: 'no' };
  await expect.poll(() => ask(ben, 'message:send', again)).toBe('muted');
});

it.each(STRANGE)('[J1] a user of an embedding site called %s is like any other', async (sub) => {
  const variables = { AUTH_JWKS_URL: keys.url, AUTH_JWT_AUDIENCE: AUDIENCE };
  const node = place.opened(await place.startNode(`node-${STRANGE.indexOf(sub)}`, variables));
  const idOf = async () => {
    const token = await keys.sign({ sub, name: 'Somebody' });
    const socket = place.opened(connectClient(node.url, { token }));
    return (await new Promise<Session>((resolve) => socket.once('session:opened', resolve))).member.id;
  };
  expect(await idOf()).toBe(await idOf());
});
