import { describe, expect, it } from 'vitest';
import { setUp, setUpJoined } from './chat-for-tests';
import { ChatSession } from './chat-session';
import { FakeNode, lobby, nobodyPresent, pageOf } from './fakes-for-tests';

const still = async () => {};

describe('history', () => {
  it('older entries are read from before the first, one page at a time', async () => {
    const { chat, node, environment, state } = await setUp();
    const catchUp = { kind: 'reset', ...pageOf(51, 60, true) } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.answers['room:history'] = () => ({ ok: true, data: pageOf(1, 50) });
    node.welcome();
    await environment.pass(0);
    await Promise.all([chat.room.history.readOlder(still), chat.room.history.readOlder(still)]);
    await environment.pass(0);
    expect(node.payloadsOf('room:history')).toEqual([{ room: 'lobby', before: 51 }]);
    expect(state().timeline).toMatchObject({ from: 1, hasOlder: false });
    await chat.room.history.readOlder(still);
    expect(node.payloadsOf('room:history')).toHaveLength(1);
  });

  it('older entries are not shown while the reader scrolls', async () => {
    const { chat, node, environment, state } = await setUp();
    const catchUp = { kind: 'reset', ...pageOf(51, 60, true) } as const;
    node.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    node.answers['room:history'] = () => ({ ok: true, data: pageOf(1, 50) });
    node.welcome();
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

describe('reading', () => {
  it('"New" stands where the reader was when they left, once something came', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    chat.room.reading.attend(false);
    await environment.pass(0);
    expect(state()).toMatchObject({ leftAt: 3, newAfter: null });
    node.listener?.entriesCame(pageOf(4, 5));
    await environment.pass(0);
    chat.room.reading.attend(true);
    expect(state()).toMatchObject({ leftAt: null, newAfter: 3 });
    chat.room.sending.send('an answer');
    expect(state().newAfter).toBeNull();
  });

  it('what one has said oneself is not new', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    chat.room.reading.attend(false);
    const frame = pageOf(4, 4);
    const entries = frame.entries.map((entry) => ({ ...entry, author: { id: 'me', name: 'Ada' } }));
    node.listener?.entriesCame({ ...frame, entries });
    await environment.pass(0);
    expect(state().newAfter).toBeNull();
  });

  it('the next visit begins where this one ended', async () => {
    const { chat, environment } = await setUpJoined();
    chat.room.reading.attend(false);
    const again = new FakeNode();
    const catchUp = { kind: 'reset', ...pageOf(1, 5) } as const;
    again.answers['room:join'] = () => ({ ok: true, data: { room: lobby, catchUp, present: nobodyPresent } });
    const visit = new ChatSession(again.open, environment);
    visit.start();
    await environment.pass(0);
    again.welcome();
    await environment.pass(0);
    expect(visit.room.store.getState().newAfter).toBe(3);
  });
});
