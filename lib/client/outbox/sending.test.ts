import { describe, expect, it } from 'vitest';
import { aMessage } from '@/lib/chat/message-for-tests';
import { MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import { joined, setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment, failed, lobby } from '@/lib/client/testing/fakes-for-tests';

describe('sending', () => {
  it('shows the message at once, and as sent when it is acknowledged', async () => {
    const { chat, environment, state } = await setUpJoined();
    expect(chat.room.sending.send({ text: 'hello' })).toBeNull();
    environment.draw();
    expect(state().timeline.pending).toMatchObject([{ text: 'hello', state: 'sending' }]);
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ state: 'sent', position: { seq: 4 } }]);
  });

  it('[T8] sends again under its key what a lost history had acknowledged', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    node.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 2, seq: 4 } },
    });
    node.answers['room:join'] = () => ({
      ok: true,
      data: {
        room: lobby,
        catchUp: { kind: 'rewind', to: 3, room: 'lobby', epoch: 2, from: 4, counted: 3, entries: [] },
        present: { count: 0, members: [] },
      },
    });
    node.lose();
    await environment.pass(300);
    node.opensSession();
    await environment.pass(0);
    const [first, second, ...more] = node.payloadsOf('message:send');
    expect(second).toEqual(first);
    expect(more).toEqual([]);
    expect(state().timeline).toMatchObject({ epoch: 2, pending: [{ text: 'hello' }] });
  });

  it('[T8] sends again under its key what is acknowledged late, in a history that is over', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const answers = [
      { epoch: 1, seq: 4 },
      { epoch: 2, seq: 4 },
    ];
    node.answers['message:send'] = ({ key }) => {
      // The page hears of the new history first.
      node.listener?.heard('room:entries', { room: 'lobby', epoch: 2, from: 4, counted: 3, entries: [] });
      return { ok: true, data: { id: `me:${key}`, position: answers.shift() ?? { epoch: 2, seq: 4 } } };
    };
    node.answers['room:join'] = () => ({
      ok: true,
      data: {
        room: lobby,
        catchUp: { kind: 'rewind', to: 3, room: 'lobby', epoch: 2, from: 4, counted: 3, entries: [] },
        present: { count: 0, members: [] },
      },
    });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(1_000);
    const [first, second, ...more] = node.payloadsOf('message:send');
    expect(second).toEqual(first);
    expect(more).toEqual([]);
    expect(state().timeline.pending).toMatchObject([{ state: 'sent', position: { epoch: 2 } }]);
  });

  it('refuses an empty or too long message, and asks for a name', async () => {
    const { chat, node } = await setUpJoined({});
    expect(chat.room.sending.send({ text: ' \n' })?.code).toBe('message_empty');
    expect(chat.room.sending.send({ text: 'x'.repeat(MESSAGE_MAX_CHARACTERS + 1) })?.code).toBe(
      'message_too_long',
    );
    expect(chat.room.sending.send({ text: 'hello' })?.code).toBe('name_required');
    expect(node.payloadsOf('message:send')).toEqual([]);
  });

  it('sends what was written offline once there is a connection', async () => {
    const { chat, node, environment, state } = await setUp({ remembered: 'Ada' });
    chat.room.sending.send({ text: 'early' });
    await environment.pass(60_000);
    expect(node.payloadsOf('message:send')).toEqual([]);
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toMatchObject([{ text: 'early' }]);
    expect(state().timeline.pending).toMatchObject([{ text: 'early', state: 'sent' }]);
  });

  it('sends a message again under its key if the connection broke before the answer', async () => {
    const { chat, node, environment } = await setUpJoined();
    const answer = node.answers['message:send'];
    node.answers['message:send'] = () => failed('unanswered');
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    node.lose();
    await environment.pass(300);
    if (answer) node.answers['message:send'] = answer;
    node.opensSession();
    await environment.pass(0);
    const [first, second, ...more] = node.payloadsOf('message:send');
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  it('shows and sends waiting messages under the new id when the node knows the member by another', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.lose();
    await environment.pass(300);
    chat.room.sending.send({ text: 'hello' });
    node.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `other:${key}`, position: { epoch: 1, seq: 4 } },
    });
    node.opensSession('other');
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ id: expect.stringMatching(/^other:/), state: 'sent' }]);
  });

  it.each([
    { before: 'there was a session', known: null },
    { before: 'it heard that the member is another', known: 'before' },
  ])('[S4] what another tab sent before $before is shown once', async ({ known }) => {
    const environment = new FakeEnvironment();
    const { outboxStore } = environment.tabs;
    await outboxStore.keep({ room: 'lobby', key: 'kept-by-a-page', text: 'hello', at: 1 });
    const { node, state } = await setUp({ remembered: 'Ada', environment });
    node.answers['message:send'] = () => failed('unanswered');
    if (known !== null) node.opensSession(known);
    await environment.pass(100);
    node.lose();
    expect(state().timeline.pending).toMatchObject([
      { id: `${known ?? ''}:kept-by-a-page`, state: 'sending' },
    ]);
    await outboxStore.remove('kept-by-a-page');
    const position = { epoch: 1, seq: 3 };
    const id = 'me:kept-by-a-page';
    environment.tabs.tellHere({ type: 'gone', room: 'lobby', key: 'kept-by-a-page', id, position });
    const logged = aMessage({ id, author: { id: 'me', name: 'Ada' }, text: 'hello' });
    const catchUp = { ...joined.data.catchUp, entries: [...joined.data.catchUp.entries.slice(0, 2), logged] };
    node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, catchUp } });
    await environment.pass(1_000);
    node.opensSession();
    await environment.pass(100);
    expect(state().timeline.entries.at(-1)).toEqual(logged);
    expect(state().timeline.pending).toEqual([]);
  });

  it('[T8] what another tab had acknowledged in a history that this one never saw goes out again', async () => {
    const environment = new FakeEnvironment();
    const { outboxStore } = environment.tabs;
    await outboxStore.keep({ room: 'lobby', key: 'kept-by-a-page', text: 'hello', at: 1 });
    const { node, state } = await setUp({ remembered: 'Ada', environment });
    await environment.pass(100);
    await outboxStore.remove('kept-by-a-page');
    const [id, position] = ['me:kept-by-a-page', { epoch: 1, seq: 4 }];
    environment.tabs.tellHere({ type: 'gone', room: 'lobby', key: 'kept-by-a-page', id, position });
    const catchUp = { ...joined.data.catchUp, epoch: 2 };
    node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, catchUp } });
    node.answers['message:send'] = () => ({ ok: true, data: { id, position: { epoch: 2, seq: 4 } } });
    node.opensSession();
    await environment.pass(100);
    expect(node.payloadsOf('message:send')).toMatchObject([{ key: 'kept-by-a-page' }]);
    expect(state().timeline.pending).toMatchObject([{ state: 'sent', position: { epoch: 2 } }]);
  });

  it('a refused message waits for the person, and goes out again on retry', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.answers['message:send'] = () => failed('bad_request');
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    const [refused] = state().timeline.pending;
    expect(refused).toMatchObject({ state: 'refused', error: { code: 'bad_request' } });
    if (refused) chat.room.sending.retry(refused);
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toHaveLength(2);
    if (refused) chat.room.sending.discard(refused);
    await environment.pass(0);
    expect(state().timeline.pending).toEqual([]);
  });
});
