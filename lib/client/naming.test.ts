import { describe, expect, it } from 'vitest';
import { setUp, setUpJoined } from './chat-for-tests';

describe('names', () => {
  it('a name is set, remembered and told', async () => {
    const { chat, environment, state, notices } = await setUpJoined({});
    expect(await chat.naming.set('  Ada   Lovelace ')).toBeNull();
    await environment.pass(0);
    expect(state().name).toBe('Ada Lovelace');
    expect(environment.memory.get('concord:name')).toBe('Ada Lovelace');
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'named', name: 'Ada Lovelace' }]);
  });

  it('what cannot be a name is refused without asking the node', async () => {
    const { chat, node } = await setUpJoined({});
    expect((await chat.naming.set(' \n'))?.code).toBe('name_empty');
    expect((await chat.naming.set('x'.repeat(33)))?.code).toBe('name_too_long');
    expect((await chat.naming.set('a\u202eb'))?.code).toBe('name_forbidden');
    expect(node.payloadsOf('name:set')).toEqual([]);
  });

  it('a name that is set without a connection is said on connecting, and told once it is confirmed', async () => {
    const { chat, node, environment, notices } = await setUp();
    expect(await chat.naming.set('Ada')).toBeNull();
    expect(node.handshake?.()).toMatchObject({ name: 'Ada' });
    node.welcome();
    await environment.pass(0);
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'named', name: 'Ada' }]);
  });

  it('a name that is set while the connection is being made is said as soon as it stands', async () => {
    const { chat, node, environment, state, notices } = await setUp();
    expect(node.handshake?.()).toMatchObject({ name: null });
    expect(await chat.naming.set('Ada')).toBeNull();
    node.answers['name:set'] = ({ name }) => ({ ok: true, data: { name } });
    node.welcome('me', null);
    await environment.pass(0);
    expect(node.payloadsOf('name:set')).toEqual([{ name: 'Ada' }]);
    expect(state().name).toBe('Ada');
    expect(notices()).toContainEqual({ kind: 'named', name: 'Ada' });
  });
});
