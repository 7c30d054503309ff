import { describe, expect, it } from 'vitest';
import type { Entry } from '@/lib/chat/entry';
import type { Page } from '@/lib/chat/frame';
import type { ReadMark } from '@/lib/chat/unread';
import { setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { failed, lobby, nobodyPresent, pageOf } from '@/lib/client/testing/fakes-for-tests';

const still = async () => {};

describe('history', () => {
  it('reads older entries from before the first, one page at a time', async () => {
    const { chat, node, environment, state } = await setUp();
    const catchUp = { kind: 'reset', ...pageOf(51, 60, true) } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.answers['room:history'] = () => ({ ok: true, data: pageOf(1, 50) });
    node.opensSession();
    await environment.pass(0);
    await Promise.all([chat.room.history.readOlder(still), chat.room.history.readOlder(still)]);
    await environment.pass(0);
    expect(node.payloadsOf('room:history')).toEqual([{ room: 'lobby', before: 51 }]);
    expect(state().timeline).toMatchObject({ from: 1, hasOlder: false });
    await chat.room.history.readOlder(still);
    expect(node.payloadsOf('room:history')).toHaveLength(1);
  });

  it('does not show older entries while the reader scrolls', async () => {
    const { chat, node, environment, state } = await setUp();
    const catchUp = { kind: 'reset', ...pageOf(51, 60, true) } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.answers['room:history'] = () => ({ ok: true, data: pageOf(1, 50) });
    node.opensSession();
    await environment.pass(0);
    let comeToRest = () => {};
    const rest = new Promise<void>((resolve) => {
      comeToRest = resolve;
    });
    void chat.room.history.readOlder(() => rest);
    await environment.pass(0);
    expect(state()).toMatchObject({ isReadingOlder: true, timeline: { from: 51 } });
    comeToRest();
    await environment.pass(0);
    expect(state()).toMatchObject({ isReadingOlder: false, timeline: { from: 1 } });
  });
});

describe('the way back', () => {
  async function setUpFar() {
    const parts = await setUp();
    const catchUp = { kind: 'reset', ...pageOf(2_001, 2_050, true) } as const;
    parts.node.answers['room:join'] = () => ({
      ok: true,
      data: { room: lobby, catchUp, present: nobodyPresent },
    });
    parts.node.answers['room:history'] = ({ before }) => ({
      ok: true,
      data: pageOf(before - 50, before - 1, before > 51),
    });
    parts.node.opensSession();
    await parts.environment.pass(0);
    return parts;
  }

  it('[U8] reads older pages until the first unread message is there', async () => {
    const { chat, node, environment, state } = await setUpFar();
    expect(await chat.room.history.readBackTo(1_890, still)).toBe(true);
    await environment.pass(0);
    expect(state().timeline.from).toBe(1_851);
    expect(node.payloadsOf('room:history')).toHaveLength(3);
    expect(await chat.room.history.readBackTo(1_900, still)).toBe(true);
    expect(node.payloadsOf('room:history')).toHaveLength(3);
  });

  it('[U8] reads back no more than a thousand messages, and stops if there is no answer', async () => {
    const { chat, node } = await setUpFar();
    expect(await chat.room.history.readBackTo(3, still)).toBe(false);
    expect(node.payloadsOf('room:history')).toHaveLength(20);
    node.answers['room:history'] = () => failed('store_unavailable');
    expect(await chat.room.history.readBackTo(3, still)).toBe(false);
    expect(node.payloadsOf('room:history')).toHaveLength(21);
  });
});

describe('reading', () => {
  const by = (id: string, page: Page): Page => ({
    ...page,
    entries: page.entries.map((entry) => ({ ...entry, author: { id, name: 'Ada' } }) as Entry),
  });
  const news = (after: number, upTo: number) => ({ after, upTo });
  const joinedAt = (mark: ReadMark | undefined, upTo: number) =>
    ({
      ok: true,
      data: {
        room: lobby,
        catchUp: { kind: 'reset', ...pageOf(1, upTo) },
        present: nobodyPresent,
        ...(mark === undefined ? {} : { mark }),
      },
    }) as const;
  const markOf = (number: number) => ({ epoch: 1, number });

  /** A page on a room with ten messages, some of which the member has read. */
  async function setUpRead(number?: number) {
    const parts = await setUp({ remembered: 'Ada' });
    parts.node.answers['room:join'] = () => joinedAt(number === undefined ? undefined : markOf(number), 10);
    parts.node.answers['room:read'] = ({ mark }) => ({ ok: true, data: { mark } });
    return parts;
  }

  it('[U6] "New" stands at the mark as it was when the reader came, and what is on screen counts as read', async () => {
    const { node, environment, state } = await setUpRead(4);
    node.opensSession();
    await environment.pass(0);
    expect(state()).toMatchObject({ news: news(4, 10), unread: 0 });
    expect(node.payloadsOf('room:read')).toEqual([]);
    await environment.pass(1_000);
    expect(node.payloadsOf('room:read')).toEqual([{ room: 'lobby', mark: markOf(10) }]);
    expect(state().news).toEqual(news(4, 10));
  });

  it('[U6] a newcomer finds nothing new', async () => {
    const { node, environment, state } = await setUpRead();
    node.opensSession();
    await environment.pass(0);
    expect(state()).toMatchObject({ news: null, unread: 0 });
  });

  it('[U7] a reader reports what is read, even where nothing is new', async () => {
    const { node, environment } = await setUpRead();
    node.opensSession();
    await environment.pass(0);
    await environment.pass(1_000);
    expect(node.payloadsOf('room:read')).toEqual([{ room: 'lobby', mark: markOf(10) }]);
  });

  it('[U7] what a reader further up has had on screen is read, and not counted again', async () => {
    const { chat, node, environment, state } = await setUpRead(10);
    node.opensSession();
    await environment.pass(0);
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', pageOf(11, 13));
    await environment.pass(0);
    expect(state()).toMatchObject({ leftAt: 10, unread: 3 });
    chat.room.reading.saw(12);
    chat.room.reading.saw(11);
    await environment.pass(2_000);
    expect(state()).toMatchObject({ leftAt: 12, unread: 1 });
    expect(node.payloadsOf('room:read').at(-1)).toEqual({ room: 'lobby', mark: markOf(12) });
    chat.room.reading.saw(13);
    chat.show('plans');
    chat.show('lobby');
    await environment.pass(0);
    expect(state()).toMatchObject({ leftAt: null, unread: 0, news: null });
  });

  it('[U6] what was on screen does not move a "New" that the reader has not reached', async () => {
    const { chat, node, environment, state } = await setUpRead(4);
    node.opensSession();
    await environment.pass(0);
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', pageOf(11, 13));
    await environment.pass(0);
    chat.room.reading.saw(13);
    node.listener?.heard('room:entries', pageOf(14, 14));
    await environment.pass(0);
    expect(state()).toMatchObject({ news: { after: 4 }, leftAt: 13, unread: 1 });
  });

  it('[U6] "New" stands where the reader was when they left, once something comes', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    chat.room.reading.attend(false);
    await environment.pass(0);
    expect(state()).toMatchObject({ leftAt: 3, news: null });
    node.listener?.heard('room:entries', pageOf(4, 5));
    await environment.pass(0);
    expect(state().unread).toBe(2);
    chat.room.reading.attend(true);
    expect(state()).toMatchObject({ leftAt: null, news: news(3, 5), unread: 0 });
    chat.room.sending.send({ text: 'an answer' });
    expect(state().news).toBeNull();
  });

  it('[U6] "New" stays in view of a reader who has scrolled up to it', async () => {
    const { chat, node, environment, state } = await setUpRead(4);
    node.opensSession();
    await environment.pass(0);
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', pageOf(11, 12));
    await environment.pass(0);
    expect(state()).toMatchObject({ news: news(4, 10), unread: 2 });
    environment.visible = false;
    node.listener?.heard('room:entries', pageOf(13, 13));
    await environment.pass(0);
    expect(state().news).toEqual(news(10, 13));
  });

  it('[U6] a reader back from another room finds new what came meanwhile, and nothing from before', async () => {
    const { chat, node, environment, state } = await setUpRead(4);
    const lobbyState = chat.room.store.getState;
    node.opensSession();
    await environment.pass(0);
    expect(state().news).toEqual(news(4, 10));
    chat.show('garden');
    expect(lobbyState()).toMatchObject({ news: null, unread: 0 });
    node.listener?.heard('room:entries', pageOf(11, 11));
    await environment.pass(0);
    expect(lobbyState()).toMatchObject({ news: news(10, 11), unread: 1 });
    chat.show('lobby');
    expect(state()).toMatchObject({ news: news(10, 11), unread: 0 });
    node.listener?.heard('room:entries', pageOf(12, 12));
    await environment.pass(0);
    expect(state().news).toEqual(news(10, 11));
  });

  it('[U4] one’s own messages are neither new nor unread', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', by('me', pageOf(4, 4)));
    await environment.pass(0);
    expect(state()).toMatchObject({ news: null, unread: 0 });
  });

  it('[U1] what another device has read is read here, and "New" moves there', async () => {
    const { chat, node, environment, state } = await setUpRead(10);
    node.opensSession();
    await environment.pass(0);
    environment.visible = false;
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', pageOf(11, 15));
    await environment.pass(0);
    expect(state()).toMatchObject({ unread: 5, news: news(10, 15) });
    node.listener?.heard('mark:changed', { room: 'lobby', mark: markOf(13) });
    expect(state()).toMatchObject({ unread: 2, news: news(13, 15) });
    node.listener?.heard('mark:changed', { room: 'lobby', mark: markOf(12) });
    node.listener?.heard('mark:changed', { room: 'garden', mark: markOf(15) });
    node.listener?.heard('mark:changed', { room: 'lobby', mark: { epoch: 9, number: 15 } });
    expect(state()).toMatchObject({ unread: 2, news: news(13, 15) });
    node.listener?.heard('mark:changed', { room: 'lobby', mark: markOf(15) });
    expect(state()).toMatchObject({ unread: 0, news: null });
  });

  it('[U7] a reader in a busy room reports it once a second', async () => {
    const { node, environment } = await setUpRead(10);
    node.opensSession();
    await environment.pass(0);
    for (let seq = 11; seq <= 40; seq++) {
      node.listener?.heard('room:entries', pageOf(seq, seq));
      await environment.pass(100);
    }
    await environment.pass(2_000);
    const raised = node.payloadsOf('room:read');
    expect(raised.length).toBeLessThanOrEqual(4);
    expect(raised.at(-1)).toEqual({ room: 'lobby', mark: markOf(40) });
  });

  it('[U7] a reader who leaves reports it at once', async () => {
    const { chat, node, environment } = await setUpRead(4);
    node.opensSession();
    await environment.pass(0);
    chat.room.reading.attend(false);
    expect(node.payloadsOf('room:read')).toEqual([{ room: 'lobby', mark: markOf(10) }]);
  });

  it('[U7] a report without an answer is repeated, also over the next connection', async () => {
    const { node, environment } = await setUpRead(4);
    node.answers['room:read'] = () => failed('store_unavailable');
    node.opensSession();
    await environment.pass(0);
    await environment.pass(2_500);
    expect(node.payloadsOf('room:read')).toHaveLength(2);
    node.lose();
    await environment.pass(5_000);
    expect(node.payloadsOf('room:read')).toHaveLength(2);
    node.answers['room:read'] = ({ mark }) => ({ ok: true, data: { mark } });
    node.opensSession();
    await environment.pass(10_000);
    expect(node.payloadsOf('room:read').slice(2)).toEqual([{ room: 'lobby', mark: markOf(10) }]);
  });

  it('[U7] a report that is refused for good is not repeated', async () => {
    const { node, environment } = await setUpRead(4);
    node.answers['room:read'] = () => failed('bad_request');
    node.opensSession();
    await environment.pass(0);
    await environment.pass(10_000);
    expect(node.payloadsOf('room:read')).toHaveLength(1);
  });

  it('[U2] after a loss, what was read counts as far as the histories agree', async () => {
    const { chat, node, environment, state } = await setUpRead(10);
    node.opensSession();
    await environment.pass(2_000);
    chat.room.reading.attend(false);
    const catchUp = { kind: 'rewind', to: 6, ...pageOf(7, 10), epoch: 2 } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.listener?.heard('room:entries', { ...pageOf(11, 11), epoch: 2 });
    await environment.pass(0);
    expect(state()).toMatchObject({ unread: 4, timeline: { epoch: 2 } });
    chat.room.reading.attend(true);
    await environment.pass(1_000);
    expect(node.payloadsOf('room:read').at(-1)).toEqual({
      room: 'lobby',
      mark: { epoch: 2, number: 10 },
    });
  });

  it('[U6] in a room that begins while nobody looks, everything is new', async () => {
    const { chat, node, environment, state } = await setUpRead();
    const catchUp = { kind: 'reset', ...pageOf(1, 0), epoch: 0 } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.opensSession();
    await environment.pass(0);
    chat.room.reading.attend(false);
    node.listener?.heard('room:entries', pageOf(1, 2));
    await environment.pass(0);
    expect(state()).toMatchObject({ unread: 2, news: news(0, 2) });
  });
});
