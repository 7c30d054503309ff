import { expect, it } from 'vitest';
import type { Joined } from '@/lib/chat/events/session';
import { LOBBY } from '@/lib/chat/protocol';
import type { MarkChange, ReadMark } from '@/lib/chat/unread';
import { connectClient, type NodeForTests, Person } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody, say } from '@/lib/server/testing/somebody-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

/** A tab of a member in the lobby: the mark that it was given on joining, and what it is told of it later. */
async function tab(node: NodeForTests, cookie: string | undefined, name?: string) {
  const socket = connectClient(node.url, {
    ...(cookie === undefined ? {} : { cookie }),
    ...(name === undefined ? {} : { name }),
  });
  place.opened(socket);
  const person = new Person(socket, name ?? 'Nobody');
  const heard: MarkChange[] = [];
  socket.on('mark:changed', (change) => void heard.push(change));
  await new Promise<void>((resolve) => socket.once('session:opened', () => resolve()));
  const joined = await person.join();
  const read = (mark: ReadMark) => socket.emitWithAck('room:read', { room: LOBBY, mark });
  return { person, socket, joined, heard, read };
}

const marked = (epoch: number, number: number) => ({ ok: true, data: { mark: { epoch, number } } });

async function sayAll(person: Person, count: number): Promise<number> {
  for (let index = 0; index < count; index++) {
    const said = await person.say(`m${index}`);
    if (!said.ok) throw new Error(said.error.message);
    if (index === count - 1) return said.data.position.epoch;
  }
  return 0;
}

it('[U1] what is read in one tab is read in all the member’s tabs, at every node, and when they come back', async () => {
  const [ada, ben] = [await cookieOf(place.nodes[0]), await cookieOf(place.nodes[0])];
  const writer = await tab(place.nodes[0], ben, 'Ben');
  const [here, there] = [await tab(place.nodes[0], ada, 'Ada'), await tab(place.nodes[1], ada)];
  expect([here.joined.mark, there.joined.mark]).toEqual([undefined, undefined]);
  const epoch = await sayAll(writer.person, 5);
  expect(await here.read({ epoch, number: 3 })).toEqual(marked(epoch, 3));
  await expect.poll(() => there.heard).toEqual([{ room: LOBBY, mark: { epoch, number: 3 } }]);
  expect(here.heard).toEqual([]);
  expect(writer.heard).toEqual([]);
  const again = await tab(place.nodes[1], ada);
  expect(again.joined.mark).toEqual({ epoch, number: 3 });
});

it('[U1] a mark behind that of another device changes nothing', async () => {
  const cookie = await cookieOf(place.nodes[0]);
  const [one, two] = [await tab(place.nodes[0], cookie, 'Ada'), await tab(place.nodes[1], cookie)];
  const epoch = await sayAll(one.person, 4);
  await one.read({ epoch, number: 4 });
  expect(await two.read({ epoch, number: 2 })).toEqual(marked(epoch, 4));
});

it('[U3] nobody has read more than there is', async () => {
  const cookie = await cookieOf(place.nodes[0]);
  const ada = await tab(place.nodes[0], cookie, 'Ada');
  const far = Number.MAX_SAFE_INTEGER;
  expect(await ada.read({ epoch: far, number: far })).toEqual(marked(0, 0));
  const epoch = await sayAll(ada.person, 2);
  for (const claimed of [
    { epoch, number: 3 },
    { epoch: far, number: 1 },
  ])
    expect(await ada.read(claimed)).toEqual(marked(epoch, 2));
  // Nor anything that is said later.
  await sayAll(ada.person, 1);
  expect((await ada.person.join()).mark).toEqual({ epoch, number: 2 });
  const outside = connectClient(place.nodes[0].url, { cookie });
  place.opened(outside);
  expect(await outside.emitWithAck('room:read', { room: LOBBY, mark: { epoch, number: 1 } })).toMatchObject({
    ok: false,
    error: { code: 'room_not_joined' },
  });
});

it('[U2] after a loss a mark counts as far as the histories agree, at both nodes', async () => {
  const cookie = await cookieOf(place.nodes[0]);
  const [one, two] = [await tab(place.nodes[0], cookie, 'Ada'), await tab(place.nodes[1], cookie)];
  const before = await sayAll(one.person, 6);
  await expect.poll(() => two.person.entries.length).toBe(6);
  await one.read({ epoch: before, number: 5 });
  await expect.poll(() => two.heard.length).toBe(1);
  await place.admin.commands.del('concord:{lobby}:log', 'concord:{lobby}:ids', 'concord:{lobby}:kept');
  await place.admin.commands.hset('concord:{lobby}:place', 'top', 3);
  // What was lost is put back after a fork at the third message.
  await expect.poll(async () => (await tab(place.nodes[1], cookie)).joined.mark).toMatchObject({ number: 3 });
  const again = await tab(place.nodes[0], cookie);
  expect(again.joined.mark?.epoch).toBe(again.joined.catchUp.epoch);
  expect(again.joined.mark?.epoch).toBeGreaterThan(before);
  expect(await again.read({ epoch: again.joined.catchUp.epoch, number: 4 })).toMatchObject({
    data: { mark: { number: 4 } },
  });
});

it('[U5] a member with no identity beyond the connection leaves no mark behind', async () => {
  const ada = await tab(place.nodes[0], undefined, 'Ada');
  const epoch = await sayAll(ada.person, 2);
  expect(await ada.read({ epoch, number: 1 })).toEqual(marked(epoch, 1));
  expect(await place.admin.commands.keys('concord:{member:*')).toEqual([]);
});

it('[U1] while marks cannot be read a room can be joined, and nobody knows what was read', async () => {
  const cookie = await cookieOf(place.nodes[0]);
  const ada = await tab(place.nodes[0], cookie, 'Ada');
  const epoch = await sayAll(ada.person, 2);
  await ada.read({ epoch, number: 2 });
  place.redis.pause();
  try {
    expect(await ada.person.join()).not.toHaveProperty('mark');
  } finally {
    place.redis.resume();
  }
  await expect.poll(async () => (await ada.person.join()).mark).toEqual({ epoch, number: 2 });
});

/** Gus has begun a direct message with Hal, and has said nothing yet. */
async function beginDirect() {
  const [gus, hal] = [await come(place, place.nodes[0], 'Gus'), await come(place, place.nodes[0], 'Hal')];
  for (const who of [gus, hal]) await ask(who, 'room:join', { room: LOBBY });
  let room = '';
  await expect
    .poll(async () => {
      room = (await ask(gus, 'direct:open', { member: hal.id })).room?.id;
      return room;
    })
    .toMatch(/^direct-/);
  const enter = (who: Somebody): Promise<Joined> => ask(who, 'room:join', { room });
  return { gus, hal, room, enter };
}

/** Waits until the device has the room in its list, because another member added it. */
const isTold = ({ addedRooms }: Somebody) => expect.poll(() => addedRooms.length).toBe(1);

it('[U9] nothing in a direct message that was never opened counts as read, on any device, whenever it was said', async () => {
  const { gus, hal, room, enter } = await beginDirect();
  const there = await come(place, place.nodes[1], 'Hal', { cookie: hal.cookie });
  await enter(gus);
  const { position } = await say(gus, room, 'one');
  // Messages may arrive after the answer, which is of one history in any case.
  for (const device of [hal, there]) {
    await isTold(device);
    const { mark, catchUp } = await enter(device);
    expect(mark).toEqual({ epoch: catchUp.epoch, number: 0 });
  }
  for (const device of [hal, there]) device.socket.close();
  await say(gus, room, 'two');
  const { cookie } = hal;
  const back = await Promise.all(place.nodes.map((node) => come(place, node, 'Hal', { cookie })));
  // Joining is not reading: what was unread the first time is unread the second time.
  for (const device of [...back, ...back]) {
    await expect.poll(async () => (await enter(device)).catchUp.entries.length).toBe(2);
    expect((await enter(device)).mark).toEqual({ epoch: position.epoch, number: 0 });
  }
  const mark = { epoch: position.epoch, number: 2 };
  expect(await ask(back[0] as Somebody, 'room:read', { room, mark })).toEqual({ mark });
  for (const device of back) expect((await enter(device)).mark).toEqual(mark);
});

it('[U9] a member who joins a private room has nothing unread from before they came', async () => {
  const [ada, ben] = [await come(place, place.nodes[0], 'Ada'), await come(place, place.nodes[1], 'Ben')];
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Club', topic: '' });
  await ask(ada, 'room:join', { room: room.id });
  expect(await say(ada, room.id, 'one')).toHaveProperty('position');
  await ask(ben, 'invite:accept', { room: room.id, invite: room.invite });
  const joined: Joined = await ask(ben, 'room:join', { room: room.id });
  expect(joined.catchUp.entries).toHaveLength(1);
  expect(joined).not.toHaveProperty('mark');
});

it('[U9] while marks cannot be read, nothing in a direct message counts as unread', async () => {
  const { gus, enter } = await beginDirect();
  await enter(gus);
  place.redis.pause();
  try {
    expect(await enter(gus)).not.toHaveProperty('mark');
  } finally {
    place.redis.resume();
  }
  await expect.poll(async () => (await enter(gus)).mark).toEqual({ epoch: 0, number: 0 });
});
