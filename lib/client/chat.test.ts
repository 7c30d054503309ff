import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { topOf } from '@/lib/chat/timeline/timeline';
import { troubleOf } from './state/trouble';
import { delta, joined, setUp, setUpJoined } from './testing/chat-for-tests';
import { failed, pageOf } from './testing/fakes-for-tests';

describe('coming in', () => {
  it('sends the version and the remembered name, and joins once the session is open', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    expect(node.handshake?.()).toEqual({ version: PROTOCOL_VERSION, name: 'Ada' });
    expect(node.requests).toEqual([]);
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('room:join')).toEqual([{ room: 'lobby', position: null }]);
    expect(state()).toMatchObject({ connection: { status: 'connected' }, name: 'Ada' });
    expect(topOf(state().timeline)).toBe(3);
  });

  it('greets once, even after the connection was lost', async () => {
    const { node, environment, notices } = await setUpJoined();
    node.lose();
    await environment.pass(300);
    node.opensSession();
    await environment.pass(0);
    expect(notices()).toEqual([{ kind: 'entered' }]);
  });

  it('asks for a name again when the node refuses the remembered one', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    node.opensSession('me', null);
    await environment.pass(0);
    expect(state().name).toBeNull();
  });
});

describe('coming back', () => {
  it('joins with the position it has reached', async () => {
    const { node, environment, state } = await setUpJoined();
    node.lose();
    await environment.pass(300);
    node.answers['room:join'] = () => delta(4, 6);
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('room:join').at(-1)).toEqual({ room: 'lobby', position: { epoch: 1, seq: 3 } });
    expect(topOf(state().timeline)).toBe(6);
  });

  it('joins again, once, when frames leave a hole', async () => {
    const { node, environment, state } = await setUpJoined();
    node.answers['room:join'] = () => delta(4, 8);
    for (const seq of [6, 7, 8, 9]) node.listener?.heard('room:entries', pageOf(seq, seq));
    await environment.pass(0);
    expect(node.payloadsOf('room:join')).toHaveLength(2);
    expect(topOf(state().timeline)).toBe(9);
  });

  it('asks once, however many reasons there are to ask', async () => {
    const { node, environment } = await setUpJoined();
    node.answers['room:join'] = () => new Promise(() => {});
    for (const seq of [6, 7, 8]) node.listener?.heard('room:entries', pageOf(seq, seq));
    await environment.pass(0);
    expect(node.payloadsOf('room:join')).toHaveLength(2);
  });

  it('asks again until it is answered', async () => {
    const { node, environment, state } = await setUp();
    node.answers['room:join'] = () => failed('store_unavailable');
    node.opensSession();
    await environment.pass(5_000);
    expect(state().connection.status).toBe('unstored');
    node.answers['room:join'] = () => joined;
    await environment.pass(5_000);
    expect(state().connection.status).toBe('connected');
    expect(topOf(state().timeline)).toBe(3);
  });

  it('[A4] says that messages wait as soon as the node says so, and sends them as soon as it can', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    node.answers['message:send'] = () => failed('store_unavailable');
    node.listener?.heard('store:changed', { isStoring: false });
    expect(state().connection.status).toBe('unstored');
    expect(troubleOf(state())).toBe('unstored');
    chat.room.sending.send({ text: 'patience' });
    await environment.pass(20_000);
    expect(troubleOf(state())).toBe('waiting');
    node.answers['message:send'] = () => ({
      ok: true,
      data: { id: 'me:the-key-1', position: { epoch: 1, seq: 4 } },
    });
    node.listener?.heard('store:changed', { isStoring: true });
    await environment.pass(0);
    expect(state().connection.status).toBe('connected');
    expect(state().timeline.pending).toMatchObject([{ state: 'sent' }]);
    expect(troubleOf(state())).toBeNull();
  });

  it('[A4] does not say that messages wait where none do: a refused message is not sent by itself', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    node.answers['message:send'] = () => failed('muted');
    chat.room.sending.send({ text: 'not heard' });
    await environment.pass(0);
    node.listener?.heard('store:changed', { isStoring: false });
    expect(state().timeline.pending).toMatchObject([{ state: 'refused' }]);
    expect(troubleOf(state())).toBe('unstored');
  });

  it('[A4] is not fooled by a node that cannot store and answers from its memory', async () => {
    const { node, environment, state } = await setUp();
    node.opensSession('me', 'Ada', 'node-1', { isStoring: false });
    await environment.pass(0);
    expect(topOf(state().timeline)).toBe(3);
    expect(state().connection.status).toBe('unstored');
  });

  it('drops a connection that nobody answers on', async () => {
    const { node, environment } = await setUpJoined();
    node.answers['room:join'] = () => failed('unanswered');
    const connects = node.connects;
    node.listener?.heard('room:entries', pageOf(9, 9));
    await environment.pass(0);
    expect(node.connects).toBe(connects + 1);
  });

  it('connects at once when the network is back', async () => {
    const { node, environment, state } = await setUpJoined();
    environment.change(false);
    node.lose();
    expect(state().connection.status).toBe('offline');
    const connects = node.connects;
    environment.change(true);
    expect(node.connects).toBe(connects + 1);
    expect(state().connection.status).toBe('reconnecting');
  });

  it('[R9] a page about to be frozen drops its connection, and gets another when its reader is back', async () => {
    const { node, environment } = await setUpJoined();
    const connects = node.connects;
    environment.rest();
    expect(node.isClosed).toBe(true);
    node.lose();
    await environment.sleep(60_000);
    expect(node.connects).toBe(connects);
    // A node on the same machine can be reached without a network.
    environment.change(false);
    expect(node.connects).toBe(connects + 1);
  });

  it('counts trouble from its beginning, even when its name changes', async () => {
    const { node, environment, state } = await setUpJoined();
    node.lose();
    const since = environment.now();
    await environment.pass(1_500);
    environment.change(false);
    expect(state().connection).toEqual({ status: 'offline', since });
  });

  it('a page of another version stops and says so', async () => {
    const { node, environment, state } = await setUp();
    node.listener?.turnedAway(reportOf('outdated_page'));
    expect(state().connection).toEqual({ status: 'outdated' });
    expect(node.isClosed).toBe(true);
    const connects = node.connects;
    environment.change();
    node.lose();
    expect(state().connection).toEqual({ status: 'outdated' });
    expect(node.connects).toBe(connects);
  });

  it('a stopped chat does not connect again', async () => {
    const { node, environment, stop } = await setUpJoined();
    stop();
    const connects = node.connects;
    node.lose();
    environment.change();
    expect(node.isClosed).toBe(true);
    expect(node.connects).toBe(connects);
  });
});

describe('presence', () => {
  const change = (id: string, name: string) => ({
    room: 'lobby',
    count: 1,
    joined: [{ id, name }],
    left: [],
    renamed: [],
  });

  it('announces who comes, but not oneself', async () => {
    const { node, environment, state, notices } = await setUpJoined();
    node.listener?.heard('presence:changed', change('me', 'Ada'));
    node.listener?.heard('presence:changed', change('ben', 'Ben'));
    await environment.pass(0);
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'joined', name: 'Ben' }]);
    expect(state().present.members).toHaveLength(2);
  });

  it('applies a change that arrives while joining to the answer', async () => {
    const { node, environment, state } = await setUp();
    node.opensSession();
    node.listener?.heard('presence:changed', change('ben', 'Ben'));
    await environment.pass(0);
    expect(state().present).toEqual({ count: 1, members: [{ id: 'ben', name: 'Ben' }] });
  });
});
