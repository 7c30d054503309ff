import { describe, expect, it } from 'vitest';
import { type Result, reportOf } from '@/lib/chat/errors';
import { setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { failed } from '@/lib/client/testing/fakes-for-tests';

describe('names', () => {
  it('sets, remembers and announces a name', async () => {
    const { chat, environment, state, notices } = await setUpJoined({});
    expect(await chat.naming.set('  Ada   Lovelace ')).toBeNull();
    await environment.pass(0);
    expect(state().name).toBe('Ada Lovelace');
    expect(environment.memory.get('concord:name')).toBe('Ada Lovelace');
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'named', name: 'Ada Lovelace' }]);
  });

  it('says so while it asks a node', async () => {
    const { chat, node, environment, state } = await setUpJoined({});
    let answer = (_: Result<{ name: string }>) => {};
    node.answers['name:set'] = () => new Promise((resolve) => (answer = resolve));
    void chat.naming.set('Ada');
    expect(state()).toMatchObject({ name: null, isNaming: true });
    answer({ ok: true, data: { name: 'Ada' } });
    await environment.pass(0);
    expect(state()).toMatchObject({ name: 'Ada', isNaming: false });
  });

  it('[N9] is the one that was set last, whichever answer comes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { chat, node, environment, state } = await setUpJoined();
      const answers: (() => void)[] = [];
      node.answers['name:set'] = ({ name }) =>
        new Promise((resolve) => answers.push(() => resolve({ ok: true, data: { name } })));
      void chat.naming.set('Countess');
      void chat.naming.set('Duchess');
      for (const index of order) {
        answers[index]?.();
        await environment.pass(0);
        expect(state().name).not.toBe('Countess');
      }
      expect(state()).toMatchObject({ name: 'Duchess', isNaming: false });
    }
  });

  it('refuses what cannot be a name without asking the node', async () => {
    const { chat, node } = await setUpJoined({});
    expect((await chat.naming.set(' \n'))?.code).toBe('name_empty');
    expect((await chat.naming.set('x'.repeat(33)))?.code).toBe('name_too_long');
    expect((await chat.naming.set('a\u202eb'))?.code).toBe('name_forbidden');
    expect(node.payloadsOf('name:set')).toEqual([]);
  });

  it('sends on connecting a name that was set offline, and announces it once confirmed', async () => {
    const { chat, node, environment, notices } = await setUp();
    expect(await chat.naming.set('Ada')).toBeNull();
    expect(node.handshake?.()).toMatchObject({ name: 'Ada' });
    node.opensSession();
    await environment.pass(0);
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'named', name: 'Ada' }]);
  });

  it('sends a name that was set while connecting as soon as the connection stands', async () => {
    const { chat, node, environment, state, notices } = await setUp();
    expect(node.handshake?.()).toMatchObject({ name: null });
    expect(await chat.naming.set('Ada')).toBeNull();
    node.answers['name:set'] = ({ name }) => ({ ok: true, data: { name } });
    node.opensSession('me', null);
    await environment.pass(0);
    expect(node.payloadsOf('name:set')).toEqual([{ name: 'Ada' }]);
    expect(state().name).toBe('Ada');
    expect(notices()).toContainEqual({ kind: 'named', name: 'Ada' });
  });
});

const taken = reportOf('name_taken', { freeNames: ['Ada 2', 'Ada 3'] });
const unavailable = reportOf('store_unavailable');

describe('a name that is taken', () => {
  it('[N7] is refused with free ones suggested, and the member keeps its name', async () => {
    const { chat, node, state } = await setUpJoined();
    node.answers['name:set'] = () => ({ ok: false, error: taken });
    expect(await chat.naming.set('Ben')).toEqual(taken);
    expect(state()).toMatchObject({ name: 'Ada', nameProblem: null });
  });

  it('[N10] makes the page ask again if it was only remembered, and loses no message', async () => {
    const { chat, node, environment, state } = await setUp({ remembered: 'Ada' });
    chat.room.sending.send({ text: 'typed before the connection stood' });
    node.handshake?.();
    node.opensSession('me', null, 'node-1', { nameError: taken });
    await environment.pass(60_000);
    expect(state()).toMatchObject({ name: null, nameProblem: { wanted: 'Ada', error: taken } });
    expect(node.payloadsOf('message:send')).toEqual([]);
    expect(state().timeline.pending).toMatchObject([{ state: 'sending' }]);
    expect(await chat.naming.set('Ada 2')).toBeNull();
    await environment.pass(0);
    expect(state()).toMatchObject({ name: 'Ada 2', nameProblem: null });
    expect(node.payloadsOf('message:send')).toMatchObject([{ text: 'typed before the connection stood' }]);
  });

  it('[N10] is sent again with each connection, in case it is free by then', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    node.handshake?.();
    node.opensSession('me', null, 'node-1', { nameError: taken });
    expect(state().name).toBeNull();
    node.lose();
    await environment.pass(300);
    expect(node.handshake?.()).toMatchObject({ name: 'Ada' });
    node.opensSession('me', 'Ada');
    await environment.pass(0);
    expect(state().name).toBe('Ada');
  });

  it('[N10] is told to a node that knows of no name, and the message is sent after all', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const answer = node.answers['message:send'];
    node.answers['message:send'] = () => failed('name_required');
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ state: 'sending' }]);
    if (answer) node.answers['message:send'] = answer;
    await environment.pass(2_000);
    expect(node.payloadsOf('name:set')).toEqual([{ name: 'Ada' }]);
    expect(state().timeline.pending).toMatchObject([{ state: 'sent' }]);
  });
});

describe('a name while the store is away', () => {
  it('[N10] is asked for until it is answered if it was remembered, and messages wait for it', async () => {
    const { chat, node, environment, state } = await setUp({ remembered: 'Ada' });
    node.answers['name:set'] = () => ({ ok: false, error: unavailable });
    node.handshake?.();
    node.opensSession('me', null, 'node-1', { nameError: unavailable });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(10_000);
    expect(state()).toMatchObject({ name: 'Ada', nameProblem: null });
    expect(node.payloadsOf('message:send')).toEqual([]);
    node.answers['name:set'] = ({ name }) => ({ ok: true, data: { name } });
    await environment.pass(2_000);
    const asked = node.payloadsOf('name:set').length;
    expect(node.payloadsOf('message:send')).toHaveLength(1);
    await environment.pass(60_000);
    expect(node.payloadsOf('name:set')).toHaveLength(asked);
  });

  it('[N10] counts as what the member wants once it is set, and is asked about if it proves taken', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.answers['name:set'] = () => ({ ok: false, error: unavailable });
    expect(await chat.naming.set('Ben')).toBeNull();
    expect(state().name).toBe('Ben');
    node.answers['name:set'] = () => ({ ok: false, error: taken });
    await environment.pass(2_000);
    expect(state()).toMatchObject({ name: null, nameProblem: { wanted: 'Ben', error: taken } });
  });
});

describe('a name that another tab sets', () => {
  it('[N9] is the name of this tab too', async () => {
    const { node, environment, state, notices } = await setUpJoined();
    node.listener?.heard('name:changed', { name: 'Countess' });
    await environment.pass(0);
    expect(state().name).toBe('Countess');
    expect(notices()).toContainEqual({ kind: 'named', name: 'Countess' });
  });

  it('[N9] while this tab is offline is the name it sends when it is back', async () => {
    const { node, environment, state } = await setUpJoined();
    node.lose();
    environment.write('concord:name', 'Countess');
    await environment.pass(300);
    expect(node.handshake?.()).toMatchObject({ name: 'Countess' });
    node.opensSession('me', 'Countess');
    await environment.pass(0);
    expect(state().name).toBe('Countess');
    expect(node.payloadsOf('name:set')).toEqual([]);
  });

  it('[N9] is gone when the node says so, and the page asks for another', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.listener?.heard('name:changed', { name: null, error: taken });
    expect(state()).toMatchObject({ name: null, nameProblem: { wanted: 'Ada', error: taken } });
    expect(chat.room.sending.send({ text: 'hello' })?.code).toBe('name_required');
    await environment.pass(10_000);
    expect(node.payloadsOf('name:set')).toEqual([]);
  });
});
