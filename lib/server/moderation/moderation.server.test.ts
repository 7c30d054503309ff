import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import type { Member } from '@/lib/chat/member';
import { LOBBY } from '@/lib/chat/protocol';
import {
  comeFrom,
  HOUR_MS,
  join,
  moderate,
  ROOM,
  say,
  three,
} from '@/lib/server/testing/moderation-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const ADMIN_TOKEN = 'a token that nobody guesses, of 40 letters';
const place = new TwoNodes({ ADMIN_TOKEN, TRUST_PROXY: 'loopback' });
/** Ada's private room, with Ben in it, who is at the other node. */
async function secret() {
  const [ada, ben] = await three(place);
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  await join(ada, room.id);
  await ask(ben, 'invite:accept', { room: room.id, invite: room.invite });
  await join(ben, room.id);
  return { ada, ben, room };
}

it('[O1] an ordinary member cannot moderate a room, and nobody moderates other people’s rooms', async () => {
  const [ada, ben, cleo] = await three(place);
  for (const action of [
    { kind: 'remove', member: ada.id },
    { kind: 'mute', member: cleo.id, forMs: HOUR_MS },
    { kind: 'slow', everyMs: 5_000 },
    { kind: 'close' },
    { kind: 'promote', member: ben.id },
  ] as const) {
    expect(await moderate(ben, action), action.kind).toBe('not_allowed');
  }
  expect(await ask(ben, 'room:record', { room: ROOM })).toBe('not_allowed');
  await moderate(ada, { kind: 'promote', member: ben.id });
  expect(await moderate(ben, { kind: 'remove', member: ada.id })).toBe('not_allowed');
  expect(await moderate(ben, { kind: 'close' })).toBe('not_allowed');
  expect(await moderate(ben, { kind: 'remove', member: cleo.id })).toHaveProperty('room');
});

it('[O3] a removed member is out at every node, is told who did it, and may come back into an open room', async () => {
  const [ada, ben, cleo] = await three(place);
  const { id } = await say(ben, 'something rude');
  await moderate(ada, { kind: 'remove', member: ben.id });
  await expect
    .poll(() => ben.removed)
    .toEqual([{ room: ROOM, by: { id: ada.id, name: 'Ada' }, isBanned: false }]);
  expect(await say(ben, 'not heard')).toBe('room_not_joined');
  const names = async () => (await join(cleo)).present.members.map(({ name }: Member) => name);
  await expect.poll(names).toEqual(['Ada', 'Cleo']);
  expect(await ask(ada, 'message:delete', { room: ROOM, id })).toBeNull();
  expect(await join(ben)).toHaveProperty('catchUp');
  await say(ben, 'sorry');
  await expect.poll(() => ada.heard).toContain('sorry');
});

it('[O3] a member removed from a private room needs an invite to come back', async () => {
  const { ada, ben, room } = await secret();
  await moderate(ada, { kind: 'remove', member: ben.id }, room.id);
  await expect.poll(() => ben.removedRooms).toContain(room.id);
  expect(await join(ben, room.id)).toBe('room_unknown');
});

it('[O4] a banned member stays out at every node, across a restart, until unbanned', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'ban', member: ben.id, forMs: null, withAddress: false });
  await expect.poll(() => ben.removed).toMatchObject([{ room: ROOM, isBanned: true }]);
  expect(await join(ben)).toBe('banned');
  const again = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie });
  expect(await join(again)).toBe('banned');
  expect(await ask(again, 'my-rooms:add', { room: ROOM })).toBe('banned');
  const third = await place.startNode('three', { TRUST_PROXY: 'loopback' });
  place.opened(third);
  expect(await join(await come(place, third, 'Ben', { cookie: ben.cookie }))).toBe('banned');
  await moderate(ada, { kind: 'unban', member: ben.id });
  await expect.poll(() => join(again)).toHaveProperty('catchUp');
});

it('[O4] a ban with an end ends by itself', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'ban', member: ben.id, forMs: 1_500, withAddress: false });
  await expect.poll(() => ben.removed[0]?.until).toBeGreaterThan(Date.now() - 60_000);
  await expect.poll(() => join(ben)).toHaveProperty('catchUp');
});

it('[O4] a ban with the address keeps out another guest from that address, and nobody from elsewhere', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'ban', member: ben.id, forMs: HOUR_MS, withAddress: true });
  const disguised = await comeFrom(place, 0, 'Somebody else', { address: '10.0.0.2' });
  await expect.poll(() => join(disguised)).toBe('banned');
  expect(await join(await comeFrom(place, 0, 'Dora', { address: '10.0.0.9' }))).toHaveProperty('catchUp');
  const stored = await place.admin.commands.hget(`concord:{${ROOM}}:order`, 'record');
  expect(stored).not.toContain('10.0.0.2');
});

it('[O5] a muted member reads and cannot write, at every node, until the mute ends', async () => {
  const [ada, ben, cleo] = await three(place);
  await moderate(ada, { kind: 'mute', member: ben.id, forMs: HOUR_MS });
  await expect.poll(() => say(ben, 'not heard')).toBe('muted');
  const phone = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie });
  await join(phone);
  expect(await say(phone, 'not heard either')).toBe('muted');
  await say(cleo, 'heard');
  await expect.poll(() => ben.heard).toContain('heard');
  await moderate(ada, { kind: 'unmute', member: ben.id });
  await expect.poll(() => say(ben, 'heard again')).toHaveProperty('position');
});

it('[O5] a member who joins is told whether they are muted there, at every node; administrators never are', async () => {
  const [ada, ben, cleo] = await three(place);
  await moderate(ada, { kind: 'mute', member: ben.id, forMs: HOUR_MS });
  await expect.poll(async () => (await join(ben)).muted?.forMs).toBeGreaterThan(HOUR_MS - 60_000);
  const phone = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie });
  expect((await join(phone)).muted.forMs).toBeLessThanOrEqual(HOUR_MS);
  expect(await join(cleo)).not.toHaveProperty('muted');
  const root = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie, adminToken: ADMIN_TOKEN });
  expect(await join(root)).not.toHaveProperty('muted');
  await moderate(ada, { kind: 'mute', member: ben.id, forMs: null });
  for (const tab of [ben, phone]) await expect.poll(async () => (await join(tab)).muted).toEqual({});
  await moderate(ada, { kind: 'unmute', member: ben.id });
  for (const tab of [ben, phone]) await expect.poll(() => join(tab)).not.toHaveProperty('muted');
});

it('[O6] a slow room takes one message from a member, wherever they write, and any number from moderators', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'slow', everyMs: HOUR_MS });
  await expect.poll(() => ben.changed.at(-1)?.slowMs).toBe(HOUR_MS);
  const phone = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie });
  await join(phone);
  expect(await say(ben, 'one')).toHaveProperty('position');
  expect(await say(phone, 'two')).toBe('rate_limited');
  for (const text of ['three', 'four']) expect(await say(ada, text)).toHaveProperty('position');
  await moderate(ada, { kind: 'slow', everyMs: 0 });
  await expect.poll(() => say(ben, 'five')).toHaveProperty('position');
});

it('[O6] neither an empty message nor a repeated one costs a turn in a slow room', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'slow', everyMs: HOUR_MS });
  await expect.poll(() => ben.changed.at(-1)?.slowMs).toBe(HOUR_MS);
  const phone = await comeFrom(place, 0, 'Ben', { cookie: ben.cookie });
  await join(phone);
  expect(await say(ben, ' ')).toBe('message_empty');
  const message = { room: ROOM, key: 'the-same-key', text: 'one' };
  const first = await ask(ben, 'message:send', message);
  expect(first).toHaveProperty('position');
  for (const tab of [ben, phone]) expect(await ask(tab, 'message:send', message)).toEqual(first);
  expect(await say(phone, 'two')).toBe('rate_limited');
});

it('[O5] nobody sees a member type who is muted, or may not write in a closed room', async () => {
  const [ada, ben, cleo] = await three(place);
  const type = (who: Somebody) => ask(who, 'typing:set', { room: ROOM, isTyping: true });
  expect(await type(ben)).toBeNull();
  await moderate(ada, { kind: 'mute', member: ben.id, forMs: HOUR_MS });
  await expect.poll(() => type(ben)).toBe('muted');
  await moderate(ada, { kind: 'close' });
  await expect.poll(() => type(cleo)).toBe('room_closed');
  expect(await type(ada)).toBeNull();
});

it('[O7] in a closed room the owner writes, and everybody reads', async () => {
  const [ada, ben] = await three(place);
  await moderate(ada, { kind: 'close' });
  await expect.poll(() => say(ben, 'not heard')).toBe('room_closed');
  expect(await say(ada, 'closed for today')).toHaveProperty('position');
  await expect.poll(() => ben.heard).toContain('closed for today');
  expect((await join(ben)).room.isClosed).toBe(true);
  await moderate(ada, { kind: 'reopen' });
  await expect.poll(() => say(ben, 'good morning')).toHaveProperty('position');
});

it('[O8] an owner hands the room over, and is a moderator from then on', async () => {
  const [ada, ben, cleo] = await three(place);
  await moderate(ada, { kind: 'hand_over', member: ben.id });
  await expect.poll(() => cleo.changed.at(-1)?.owner?.id).toBe(ben.id);
  expect(cleo.changed.at(-1)?.moderators).toEqual([{ id: ada.id, name: 'Ada' }]);
  expect(await ask(ada, 'room:change', { room: ROOM, title: 'Mine', topic: '' })).toBe('not_allowed');
  expect(await ask(ben, 'room:change', { room: ROOM, title: 'Ours', topic: '' })).toHaveProperty('room');
  expect(await moderate(ben, { kind: 'demote', member: ada.id })).toHaveProperty('room');
  expect(await moderate(ada, { kind: 'slow', everyMs: 5_000 })).toBe('not_allowed');
});

/** A room of the first member, in which both nodes see all of them. */
async function makeFor(people: readonly [Somebody, ...Somebody[]], id: string): Promise<void> {
  await ask(people[0], 'room:make', { kind: 'open', id, title: id, topic: '' });
  for (const who of people) await join(who, id);
  const members = new Set(people.map((who) => who.id)).size;
  for (const who of people) {
    await expect.poll(async () => (await join(who, id)).present.members.length).toBe(members);
  }
}

it('[O8] an owner who gives the room away twice at the same instant, at two nodes, gives it away once', async () => {
  const [ada, ben, cleo] = await three(place);
  const again = await comeFrom(place, 1, 'Ada', { cookie: ada.cookie });
  for (let round = 0; round < 15; round += 1) {
    const id = `round-${round}`;
    await makeFor([ada, again, ben, cleo], id);
    const answers = await Promise.all([
      moderate(ada, { kind: 'hand_over', member: ben.id }, id),
      moderate(again, { kind: 'hand_over', member: cleo.id }, id),
    ]);
    expect(answers.filter((answer) => answer === 'not_allowed')).toHaveLength(1);
    const heir = answers[0] === 'not_allowed' ? cleo : ben;
    const { room } = await join(heir, id);
    expect(room).toMatchObject({ owner: { id: heir.id }, moderators: [{ id: ada.id }] });
    const actions = async () => (await ask(heir, 'room:record', { room: id })).actions;
    await expect.poll(actions).toMatchObject([{ kind: 'hand_over', member: { id: heir.id } }]);
  }
});

it('[O8] a previous owner does nothing more as the owner, at whichever node and instant', async () => {
  const [ada, ben, cleo] = await three(place);
  const again = await comeFrom(place, 1, 'Ada', { cookie: ada.cookie });
  for (let round = 0; round < 15; round += 1) {
    const id = `late-${round}`;
    await makeFor([ada, again, ben, cleo], id);
    const [, promoted] = await Promise.all([
      moderate(ada, { kind: 'hand_over', member: ben.id }, id),
      moderate(again, { kind: 'promote', member: cleo.id }, id),
    ]);
    const kinds = async () =>
      (await ask(ben, 'room:record', { room: id })).actions.map(({ kind }: { kind: string }) => kind);
    // Newest first: Cleo was promoted while Ada was still the owner.
    await expect.poll(kinds).toEqual(promoted === 'not_allowed' ? ['hand_over'] : ['hand_over', 'promote']);
  }
});

it('[O8][M6] an owner who had left a private room, came back and hands it over may still enter it', async () => {
  const { ada, ben, room } = await secret();
  await ask(ada, 'my-rooms:remove', { room: room.id });
  await join(ada, room.id);
  await moderate(ada, { kind: 'hand_over', member: ben.id }, room.id);
  await ask(ada, 'room:leave', { room: room.id });
  expect(await join(ada, room.id)).toHaveProperty('room.owner.id', ben.id);
});

it('[O8][M6] the new owner of a private room gets its invite link at once, and nobody else does', async () => {
  const { ada, ben, room } = await secret();
  const lastOf = (who: Somebody) => who.changed.findLast(({ id }) => id === room.id);
  await moderate(ada, { kind: 'slow', everyMs: 5_000 }, room.id);
  await expect.poll(() => lastOf(ada)).toMatchObject({ slowMs: 5_000, invite: room.invite });
  await expect.poll(() => lastOf(ben)).toMatchObject({ slowMs: 5_000 });
  expect(lastOf(ben)).not.toHaveProperty('invite');
  await moderate(ada, { kind: 'hand_over', member: ben.id }, room.id);
  await expect.poll(() => lastOf(ben)).toMatchObject({ owner: { id: ben.id }, invite: room.invite });
  await expect.poll(() => lastOf(ada)).toMatchObject({ owner: { id: ben.id } });
  expect(lastOf(ada)).not.toHaveProperty('invite');
});

it('[O9] every action is in the record of the room and in its log', async () => {
  const [ada, ben, cleo] = await three(place);
  const { id } = await say(ben, 'something rude');
  await ask(ada, 'message:delete', { room: ROOM, id });
  await moderate(ada, { kind: 'mute', member: ben.id, forMs: null });
  await moderate(ada, { kind: 'ban', member: cleo.id, forMs: null, withAddress: true });
  const { actions, muted, banned } = await ask(ada, 'room:record', { room: ROOM });
  expect(actions.map(({ kind }: { kind: string }) => kind)).toEqual(['ban', 'mute', 'delete']);
  expect(muted).toEqual([{ member: { id: ben.id, name: 'Ben' }, by: { id: ada.id, name: 'Ada' } }]);
  expect(JSON.stringify(banned)).not.toContain('addresses');
  const { entries } = (await join(ada)).catchUp;
  const told = entries.flatMap((entry: { action?: { kind: string } }) => entry.action?.kind ?? []);
  expect(told).toEqual(['mute', 'ban']);
});

it('[O10] anybody who knows ADMIN_TOKEN moderates every room that they are in, including the lobby', async () => {
  const [, ben] = await three(place);
  const root = await comeFrom(place, 1, 'Root', { adminToken: ADMIN_TOKEN });
  expect([root.isAdmin, ben.isAdmin]).toEqual([true, false]);
  expect((await comeFrom(place, 0, 'Eve', { adminToken: `${ADMIN_TOKEN}.` })).isAdmin).toBe(false);
  for (const who of [root, ben]) await join(who, LOBBY);
  await moderate(root, { kind: 'mute', member: ben.id, forMs: HOUR_MS }, LOBBY);
  await expect.poll(() => say(ben, 'not heard', LOBBY)).toBe('muted');
  expect(await moderate(root, { kind: 'hand_over', member: root.id }, LOBBY)).toBe('not_allowed');
});

it('[O10] nobody removes an administrator, and no administrator moderates a direct message', async () => {
  const [ada, ben] = await three(place);
  const root = await comeFrom(place, 1, 'Root', { adminToken: ADMIN_TOKEN });
  await join(root);
  await say(root, 'I am here');
  await expect.poll(() => ada.heard).toContain('I am here');
  for (const kind of ['remove', 'ban'] as const) {
    const more = kind === 'ban' ? ({ kind, forMs: null, withAddress: false } as const) : { kind };
    expect(await moderate(ada, { ...more, member: root.id })).toHaveProperty('room');
  }
  await expect.poll(async () => (await ask(ada, 'room:record', { room: ROOM })).actions).toHaveLength(2);
  expect(await say(root, 'I am here still')).toHaveProperty('position');
  await expect.poll(() => root.heard).toContain('I am here still');
  expect(root.removed).toEqual([]);
  const { room } = await ask(root, 'direct:open', { member: ben.id });
  for (const who of [root, ben]) await join(who, room.id);
  const { id } = await say(ben, 'between us', room.id);
  expect(await ask(root, 'message:delete', { room: room.id, id })).toBe('not_allowed');
  expect(await ask(root, 'room:record', { room: room.id })).toBe('not_allowed');
});

it('[O11] a classic client is muted, removed and banned like everybody else, and told so', async () => {
  const root = await comeFrom(place, 0, 'Root', { adminToken: ADMIN_TOKEN });
  await join(root, LOBBY);
  const told: string[] = [];
  const open = () => {
    const classic = place.opened(io(place.nodes[1].url, { forceNew: true, reconnection: false }));
    classic.on('message', (text: string) => told.push(text));
    return classic;
  };
  const tim = open();
  tim.emit('set_username', 'Tim');
  await expect.poll(() => told).toContain('Your username has been set to: Tim');
  tim.emit('message', 'Hello.');
  await expect.poll(() => root.heard).toContain('Hello.');
  const { entries } = (await join(root, LOBBY)).catchUp;
  const member = entries.find((entry: { text?: string }) => entry.text === 'Hello.').author.id;
  await moderate(root, { kind: 'mute', member, forMs: HOUR_MS }, LOBBY);
  await expect
    .poll(() => {
      tim.emit('message', 'Anybody?');
      return told.at(-1);
    })
    .toBe('Failed to send message: You are muted in this room.');
  await moderate(root, { kind: 'ban', member, forMs: HOUR_MS, withAddress: true }, LOBBY);
  await expect.poll(() => tim.connected).toBe(false);
  expect(told.at(-1)).toBe('You are banned from this room.');
  told.splice(0);
  await expect.poll(() => open() && told.includes('You are banned from this room.')).toBe(true);
});

it('[O11] muting, removing and banning a member also affects classic clients in the same browser', async () => {
  const ben = await comeFrom(place, 0, 'Ben');
  const root = await comeFrom(place, 0, 'Root', { adminToken: ADMIN_TOKEN });
  for (const who of [ben, root]) await join(who, LOBBY);
  const told: string[] = [];
  const hear = (classic: ReturnType<typeof io>) => {
    classic.on('message', (text: string) => told.push(text));
    return place.opened(classic);
  };
  const cookie = { extraHeaders: { cookie: ben.cookie } };
  const open = () => hear(io(place.nodes[1].url, { forceNew: true, reconnection: false, ...cookie }));
  const disguised = open();
  // Beside the page's own session, on its very connection, where the member was forgotten.
  const beside = hear(ben.socket.io.socket('/') as unknown as ReturnType<typeof io>);
  disguised.emit('set_username', 'Disguised');
  beside.emit('set_username', 'Beside');
  for (const name of ['Disguised', 'Beside'])
    await expect.poll(() => told).toContain(`Your username has been set to: ${name}`);
  await moderate(root, { kind: 'mute', member: ben.id, forMs: HOUR_MS }, LOBBY);
  for (const classic of [disguised, beside]) {
    told.splice(0);
    await expect
      .poll(() => {
        classic.emit('message', 'Anybody?');
        return told.at(-1);
      })
      .toBe('Failed to send message: You are muted in this room.');
  }
  await moderate(root, { kind: 'remove', member: ben.id }, LOBBY);
  await expect.poll(() => disguised.connected).toBe(false);
  expect(told).toContain('You have been removed from the chat room.');
  const again = open();
  await expect.poll(() => again.connected).toBe(true);
  await moderate(root, { kind: 'ban', member: ben.id, forMs: HOUR_MS, withAddress: false }, LOBBY);
  await expect.poll(() => again.connected).toBe(false);
  told.splice(0);
  await expect.poll(() => open() && told.includes('You are banned from this room.')).toBe(true);
  expect((await ask(root, 'room:record', { room: LOBBY })).banned).toMatchObject([
    { member: { id: ben.id } },
  ]);
  expect((await ask(root, 'room:record', { room: LOBBY })).banned[0]).not.toHaveProperty('others');
});
