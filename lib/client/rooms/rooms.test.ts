import { describe, expect, it } from 'vitest';
import type { Entry } from '@/lib/chat/entry';
import type { RoomInfo } from '@/lib/chat/room';
import { topOf } from '@/lib/chat/timeline/timeline';
import { knownPeople } from '@/lib/client/room/known-people';
import {
  joined,
  pageIn,
  plans,
  setUp,
  setUpJoined,
  setUpTwoRooms,
} from '@/lib/client/testing/chat-for-tests';
import { failed, pageOf } from '@/lib/client/testing/fakes-for-tests';

describe('rooms', () => {
  it('[M8] joins each of the member’s rooms beside the room on screen', async () => {
    const { node, state, chat } = await setUpTwoRooms();
    expect(node.payloadsOf('room:join')).toEqual([
      { room: 'lobby', position: null },
      { room: 'plans', position: null },
    ]);
    expect(state().rooms).toEqual([plans]);
    chat.show('plans');
    expect(chat.room.store.getState()).toMatchObject({ roomId: 'plans', room: plans, name: 'Ada' });
    expect(topOf(chat.room.store.getState().timeline)).toBe(3);
  });

  it('each room hears what is said in it, on screen or not', async () => {
    const { node, environment, state, chat } = await setUpTwoRooms();
    node.listener?.heard('room:entries', pageIn('plans', 4, 5));
    node.listener?.heard('room:entries', pageOf(4, 4));
    await environment.pass(0);
    expect(topOf(state().timeline)).toBe(4);
    chat.show('plans');
    expect(topOf(state().timeline)).toBe(5);
  });

  it('greets in a room when it is first looked at, and only once', async () => {
    const { environment, chat } = await setUpTwoRooms();
    const greetings = () =>
      chat.room.store.getState().timeline.notices.filter(({ kind }) => kind === 'entered').length;
    for (const room of ['plans', 'lobby', 'plans']) {
      chat.show(room);
      await environment.pass(0);
      expect(greetings()).toBe(1);
    }
  });

  it('[M8] opening a room adds it to the member’s rooms', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, room: plans } });
    node.answers['my-rooms:add'] = () => ({ ok: true, data: { room: plans } });
    chat.show('plans');
    await environment.pass(0);
    expect(node.payloadsOf('my-rooms:add')).toEqual([{ room: 'plans' }]);
    expect(state().rooms).toEqual([plans]);
  });

  it('[M7] a room that does not exist says so, and is added to no list', async () => {
    const { node, environment, chat } = await setUpJoined();
    node.answers['room:join'] = () => failed('room_unknown');
    chat.show('nowhere');
    await environment.pass(10_000);
    expect(chat.room.store.getState()).toMatchObject({ isMissing: true, room: null });
    expect(node.payloadsOf('my-rooms:add')).toEqual([]);
    expect(
      node.payloadsOf('room:join').filter((asked) => JSON.stringify(asked).includes('nowhere')),
    ).toHaveLength(1);
  });

  it('[E6] asks several times for a room the member was in before taking it for gone', async () => {
    const { node, environment, chat } = await setUpJoined();
    const joins = () => node.payloadsOf('room:join').length;
    const before = joins();
    node.answers['room:join'] = () => failed('room_unknown');
    node.listener?.heard('room:entries', {
      ...joined.data.catchUp,
      epoch: 99,
      from: 1,
      counted: 0,
      entries: [],
    });
    await environment.pass(0);
    expect(joins()).toBe(before + 1);
    expect(chat.room.store.getState().isMissing).toBe(false);
    node.answers['room:join'] = () => joined;
    await environment.pass(2_000);
    expect(joins()).toBe(before + 2);
    expect(chat.room.store.getState().isMissing).toBe(false);
  });

  it('[M8] what another device adds or removes changes here, too', async () => {
    const { node, environment, state } = await setUpTwoRooms();
    const more: RoomInfo = { ...plans, id: 'more' };
    node.listener?.heard('my-rooms:added', { room: more });
    node.listener?.heard('my-rooms:removed', { room: 'plans' });
    await environment.pass(0);
    expect(state().rooms).toEqual([more]);
    expect(node.payloadsOf('room:join').at(-1)).toEqual({ room: 'more', position: null });
    expect(node.payloadsOf('room:leave')).toEqual([{ room: 'plans' }]);
  });

  it('[M6] an invite opens a room on screen that was closed', async () => {
    const { node, environment, chat } = await setUpJoined();
    const secret: RoomInfo = { ...plans, id: 'private-1', kind: 'private' };
    node.answers['room:join'] = () => failed('room_unknown');
    node.answers['invite:accept'] = () => {
      node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, room: secret } });
      return { ok: true, data: { room: secret } };
    };
    chat.show(secret.id);
    await environment.pass(0);
    expect(chat.room.store.getState().isMissing).toBe(true);
    chat.show(secret.id, 'the-invite');
    await environment.pass(0);
    expect(chat.room.store.getState()).toMatchObject({ isMissing: false, room: secret });
  });

  it('[M5] a direct message does not announce who comes or goes', async () => {
    const { node, environment, chat } = await setUpJoined();
    const gus: RoomInfo = { id: 'direct-1', kind: 'direct', title: '', topic: '' };
    node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, room: gus } });
    chat.show(gus.id);
    await environment.pass(0);
    const change = { room: gus.id, count: 2, left: [], renamed: [] };
    node.listener?.heard('presence:changed', { ...change, joined: [{ id: 'gus', name: 'Gus' }] });
    await environment.pass(0);
    const { present, timeline } = chat.room.store.getState();
    expect(present.members).toContainEqual({ id: 'gus', name: 'Gus' });
    expect(timeline.notices).toEqual([]);
  });

  it('[M8] asks again for a list that was requested before the latest news', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    let answer = (_: RoomInfo[]) => {};
    node.answers['my-rooms:list'] = () =>
      new Promise((resolve) => {
        answer = (rooms) => resolve({ ok: true, data: { rooms } });
      });
    node.opensSession();
    node.listener?.heard('my-rooms:added', { room: plans });
    answer([]);
    await environment.pass(0);
    expect(state().rooms).toEqual([plans]);
    await environment.pass(2_000);
    answer([plans, { ...plans, id: 'more' }]);
    await environment.pass(0);
    expect(state().rooms).toHaveLength(2);
  });

  it('[U4] counts what comes to a room that nobody is looking at, until somebody does', async () => {
    const { node, environment, state, chat } = await setUpTwoRooms();
    node.answers['room:read'] = ({ mark }) => ({ ok: true, data: { mark } });
    node.listener?.heard('room:entries', pageIn('plans', 4, 5));
    node.listener?.heard('room:entries', pageOf(4, 4));
    await environment.pass(0);
    expect(Object.fromEntries(state().unreadIn)).toEqual({ plans: { count: 2, isMentioned: false } });
    chat.show('plans');
    await environment.pass(0);
    expect(Object.fromEntries(state().unreadIn)).toEqual({});
    const page = pageOf(5, 5);
    const entries = page.entries.map((entry) => ({ ...entry, text: 'What does @ada say?' })) as Entry[];
    node.listener?.heard('room:entries', { ...page, entries });
    await environment.pass(0);
    expect(Object.fromEntries(state().unreadIn)).toEqual({ lobby: { count: 1, isMentioned: true } });
  });

  it('[U9] in a direct message opened for the first time, what the other said before is unread, and one’s own words are not', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    const gus: RoomInfo = { id: 'direct-1', kind: 'direct', title: '', topic: '' };
    const others = { ...pageIn(gus.id, 1, 2), counted: 0 };
    const own = pageIn(gus.id, 3, 3).entries.map((entry) => ({
      ...entry,
      author: { id: 'me', name: 'Ada' },
    }));
    const catchUp = { kind: 'reset', ...others, entries: [...others.entries, ...own] as Entry[] } as const;
    node.answers['room:join'] = () => ({
      ok: true,
      data: { ...joined.data, room: gus, catchUp, mark: { epoch: 1, number: 0 } },
    });
    node.answers['room:read'] = ({ mark }) => ({ ok: true, data: { mark } });
    node.listener?.heard('my-rooms:added', { room: gus });
    await environment.pass(2_000);
    expect(Object.fromEntries(state().unreadIn)).toEqual({ [gus.id]: { count: 2, isMentioned: false } });
    expect(node.payloadsOf('room:read')).not.toContainEqual(expect.objectContaining({ room: gus.id }));
    chat.show(gus.id);
    await environment.pass(2_000);
    expect(Object.fromEntries(state().unreadIn)).toEqual({});
    expect(node.payloadsOf('room:read').at(-1)).toEqual({ room: gus.id, mark: { epoch: 1, number: 3 } });
  });

  it('[U4] a mention counts among what others said, whatever the member said after it', async () => {
    const { node, environment, state } = await setUpTwoRooms();
    const from = (id: string, seq: number, text: string) => ({
      ...pageIn('plans', seq, seq),
      entries: pageIn('plans', seq, seq).entries.map((entry) => ({
        ...entry,
        author: { id, name: id },
        text,
      })) as Entry[],
    });
    node.listener?.heard('room:entries', from('ben', 4, 'What does @ada say?'));
    node.listener?.heard('room:entries', from('me', 5, 'This.'));
    await environment.pass(0);
    expect(Object.fromEntries(state().unreadIn)).toEqual({ plans: { count: 1, isMentioned: true } });
  });

  it('[M3] shows a changed room as it is now', async () => {
    const { node, state, chat } = await setUpTwoRooms();
    const changed = { ...plans, title: 'Great plans' };
    node.listener?.heard('room:changed', { room: changed });
    expect(state().rooms).toEqual([changed]);
    chat.show('plans');
    expect(chat.room.store.getState().room).toEqual(changed);
  });

  it('[R4] leaves a draining node when another has joined all rooms', async () => {
    const { node, otherNode, environment, chat } = await setUpTwoRooms();
    node.listener?.heard('node:draining');
    otherNode.opensSession('me', 'Ada', 'node-2');
    otherNode.listener?.heard('room:entries', pageIn('plans', 4, 4));
    await environment.pass(0);
    expect(otherNode.payloadsOf('room:join')).toEqual([
      { room: 'lobby', position: { epoch: 1, seq: 3 } },
      { room: 'plans', position: { epoch: 1, seq: 3 } },
    ]);
    expect(node.isClosed).toBe(true);
    chat.show('plans');
    await environment.pass(0);
    expect(topOf(chat.room.store.getState().timeline)).toBe(4);
  });

  it('[S3] each room sends its own messages, and none before it was joined', async () => {
    const { node, environment, chat } = await setUpTwoRooms();
    node.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 4 } },
    });
    node.lose();
    await environment.pass(300);
    chat.room.sending.send({ text: 'to the lobby' });
    chat.show('plans');
    chat.room.sending.send({ text: 'to plans' });
    let join = () => {};
    node.answers['room:join'] = () =>
      new Promise((resolve) => {
        join = () => resolve(joined);
      });
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toEqual([]);
    join();
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toMatchObject([{ room: 'plans', text: 'to plans' }]);
  });

  describe('the other in a direct message', () => {
    const members = [
      { id: 'me', name: 'Ada' },
      { id: 'ben', name: 'Ben' },
    ];
    const direct: RoomInfo = { id: 'direct-1', kind: 'direct', title: '', topic: '', members };
    const nothing = { ...pageIn(direct.id, 1, 0), hasOlder: false };

    async function setUpDirect() {
      const parts = await setUpJoined();
      parts.node.answers['room:join'] = () => ({
        ok: true,
        data: { ...joined.data, room: direct, catchUp: { kind: 'reset', ...nothing } },
      });
      parts.node.listener?.heard('my-rooms:added', { room: direct });
      parts.chat.show(direct.id);
      await parts.environment.pass(0);
      const names = () => [
        parts.chat.room.store.getState().room?.members?.[1]?.name,
        parts.state().rooms[0]?.members?.[1]?.name,
      ];
      return { ...parts, names };
    }

    it('[M12] is shown under their current name, whichever room it is heard in', async () => {
      const { node, environment, names } = await setUpDirect();
      const change = { room: 'lobby', count: 2, joined: [], left: [], renamed: [] };
      node.listener?.heard('presence:changed', {
        ...change,
        renamed: [{ id: 'eve', from: 'Eve', to: 'Ben' }],
      });
      expect(names()).toEqual(['Ben', 'Ben']);
      node.listener?.heard('presence:changed', {
        ...change,
        renamed: [{ id: 'ben', from: 'Ben', to: 'Bob' }],
      });
      expect(names()).toEqual(['Bob', 'Bob']);
      node.listener?.heard('presence:changed', { ...change, joined: [{ id: 'ben', name: 'Bo' }] });
      expect(names()).toEqual(['Bo', 'Bo']);
      const frame = pageIn(direct.id, 1, 1);
      const entries = frame.entries.map((entry) => ({ ...entry, author: { id: 'ben', name: 'Ben X' } }));
      node.listener?.heard('room:entries', { ...frame, entries: entries as Entry[] });
      await environment.pass(0);
      expect(names()).toEqual(['Ben X', 'Ben X']);
    });

    it('[M5] is listed once something is said, by either', async () => {
      const { node, environment, chat, state } = await setUpDirect();
      expect([...state().saidIn]).toEqual(['lobby']);
      node.listener?.heard('room:entries', pageIn(direct.id, 1, 1));
      await environment.pass(0);
      expect([...state().saidIn]).toContain(direct.id);
      const other = await setUpDirect();
      other.chat.room.sending.send({ text: 'Hello?' });
      await other.environment.pass(0);
      expect([...other.state().saidIn]).toContain(direct.id);
      chat.show('lobby');
      expect([...state().saidIn]).toContain(direct.id);
    });

    it('[M5] can be found where somebody is seen, under the latest name, and nobody twice', async () => {
      const { chat, node, environment } = await setUpDirect();
      const [lobby] = chat.rooms.all.map(({ store }) => store);
      lobby?.setState({
        present: {
          count: 4,
          members: [
            { id: 'me', name: 'Ada' },
            { id: 'classic-1', name: 'Bot' },
            { id: 'ben', name: 'Zed' },
            { id: 'cleo', name: 'Cleo' },
          ],
        },
      });
      const names = () =>
        knownPeople(chat.rooms.all.map(({ store }) => store.getState())).map(({ name }) => name);
      expect(names()).toEqual(['Cleo', 'Zed']);
      const said = pageOf(4, 7).entries.map((entry, index) => {
        const [id, name] = [
          ['eve', 'cleo'],
          ['flo', 'Abe'],
          ['gus', 'Abe'],
          ['ben', 'Ben'],
        ][index] as [string, string];
        return { ...entry, author: { id, name } };
      });
      node.listener?.heard('room:entries', { ...pageOf(4, 7), entries: said as Entry[] });
      await environment.pass(0);
      expect(names()).toEqual(['Cleo', 'Zed', 'Abe']);
    });
  });
});
