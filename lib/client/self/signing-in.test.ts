import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { joined, setUp } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';
import { TOKEN_WAIT_MS } from './site-token';

const HOUR_MS = 3_600_000;
const ADA = 'site-ada';

/** A page in a frame of a site that may hand over tokens. */
async function setUpFramed() {
  const environment = new FakeEnvironment();
  environment.embedder.isAround = true;
  environment.write('concord:name', 'Guest');
  const parts = await setUp({ environment });
  parts.otherNode.answers['room:join'] = () => joined;
  return { ...parts, embedder: environment.embedder };
}

async function setUpSignedIn(more = { signedInForMs: HOUR_MS }) {
  const parts = await setUpFramed();
  parts.embedder.hands('one');
  await parts.environment.pass(0);
  parts.node.opensSession(ADA, 'Ada', 'node-1', more);
  await parts.environment.pass(0);
  return parts;
}

describe('the first token', () => {
  it('[J6] is asked for and waited for, and sent on connecting', async () => {
    const { embedder, environment, node, state } = await setUpFramed();
    expect(embedder.asked).toEqual(['concord:ready']);
    environment.change();
    expect(node.connects).toBe(0);
    expect(state().isStarted).toBe(false);
    embedder.hands('one');
    await environment.pass(0);
    expect(node.connects).toBe(1);
    expect(node.handshake?.()).toMatchObject({ name: null, token: 'one' });
    expect(state()).toMatchObject({ isSignedIn: true, name: null });
  });

  it('[J6] leaves the page a guest if there is none, at once or after a while', async () => {
    for (const [says, ms] of [
      [true, 0],
      [false, TOKEN_WAIT_MS],
    ] as const) {
      const { embedder, environment, node, state } = await setUpFramed();
      if (says) embedder.hands(null);
      await environment.pass(ms);
      expect(node.connects).toBe(1);
      expect(node.handshake?.()).toEqual({ version: node.handshake?.().version, name: 'Guest' });
      expect(state()).toMatchObject({ isSignedIn: false, name: 'Guest' });
    }
  });

  it('[J6] may be in the address, even without a frame', async () => {
    const environment = new FakeEnvironment();
    environment.embedder.inAddress = 'one';
    const { node } = await setUp({ environment });
    expect(node.connects).toBe(1);
    expect(node.handshake?.()).toMatchObject({ token: 'one' });
    expect(environment.embedder).toMatchObject({ inAddress: null, asked: [] });
  });

  it('[J6] that comes late turns the guest into a member', async () => {
    const { embedder, environment, node } = await setUpFramed();
    await environment.pass(TOKEN_WAIT_MS);
    node.opensSession('guest');
    await environment.pass(0);
    embedder.hands('one');
    expect(node.connects).toBe(2);
    expect(node.handshake?.()).toMatchObject({ name: null, token: 'one' });
  });

  it('[J6] is not remembered, nor is the name that comes with it', async () => {
    const { environment, state } = await setUpSignedIn();
    expect(state()).toMatchObject({ name: 'Ada' });
    expect([...environment.memory]).toEqual([['concord:name', 'Guest']]);
  });
});

describe('the next token', () => {
  it('[J6] is asked for in time, and a second connection takes over with it', async () => {
    const { embedder, environment, node, otherNode, state } = await setUpSignedIn();
    await environment.pass(HOUR_MS - 121_000);
    expect(embedder.asked).toEqual(['concord:ready']);
    await environment.pass(2_000);
    expect(embedder.asked).toEqual(['concord:ready', 'concord:token-needed']);
    embedder.hands('two');
    expect(node.connects).toBe(1);
    expect(otherNode.handshake?.()).toMatchObject({ token: 'two' });
    otherNode.opensSession(ADA, 'Ada', 'node-2', { signedInForMs: HOUR_MS });
    await environment.pass(0);
    expect(node.isClosed).toBe(true);
    expect(state()).toMatchObject({ connection: { status: 'connected' }, session: { node: 'node-2' } });
    await environment.pass(HOUR_MS);
    expect(embedder.asked).toHaveLength(3);
  });

  it('[J6] is asked for again when the nodes refuse the current one, and lets the page in again', async () => {
    const { embedder, environment, node, state } = await setUpSignedIn();
    node.lose();
    await environment.pass(300);
    node.listener?.turnedAway(reportOf('token_refused'));
    expect(state().connection).toEqual({ status: 'refused', code: 'token_refused' });
    expect(embedder.asked.at(-1)).toBe('concord:token-needed');
    environment.change();
    expect(embedder.asked).toHaveLength(3);
    expect(node.connects).toBe(2);
    embedder.hands('two');
    expect(node.connects).toBe(3);
    node.opensSession(ADA, 'Ada', 'node-1', { signedInForMs: HOUR_MS });
    await environment.pass(0);
    expect(state().connection.status).toBe('connected');
  });

  it('[J6] takes the place of one that was refused while it was tried', async () => {
    const { embedder, environment, otherNode, state } = await setUpSignedIn();
    embedder.hands('bad');
    otherNode.listener?.turnedAway(reportOf('token_refused'));
    expect(state().connection.status).toBe('connected');
    embedder.hands('good');
    expect(otherNode.connects).toBe(2);
    otherNode.opensSession(ADA, 'Ada', 'node-2', { signedInForMs: HOUR_MS });
    await environment.pass(0);
    expect(state().session?.node).toBe('node-2');
  });

  it('[J6] of somebody else reloads the page, and so does losing the token', async () => {
    for (const next of ['of-eve', null]) {
      const { embedder, environment, otherNode, state } = await setUpSignedIn();
      embedder.hands(next);
      if (next !== null) otherNode.opensSession('site-eve', 'Eve', 'node-2', { signedInForMs: HOUR_MS });
      await environment.pass(0);
      expect(environment.reloads).toBe(1);
      expect(state().session?.member.id).toBe(ADA);
    }
  });
});

it('[J5] a guest who is refused is told so, and let in with a token', async () => {
  const { embedder, environment, node, state } = await setUpFramed();
  await environment.pass(TOKEN_WAIT_MS);
  node.listener?.turnedAway(reportOf('guests_refused'));
  expect(state().connection).toEqual({ status: 'refused', code: 'guests_refused' });
  embedder.hands('one');
  expect(state().connection.status).toBe('connecting');
  expect(node.connects).toBe(2);
});

it('[J4] asks the node to reserve the name if it could not do so on connecting', async () => {
  const { embedder, environment, node, state } = await setUpFramed();
  let isAway = true;
  node.answers['name:set'] = () =>
    isAway ? { ok: false, error: reportOf('store_unavailable') } : { ok: true, data: { name: 'Ada' } };
  embedder.hands('one');
  await environment.pass(0);
  node.opensSession(ADA, null, 'node-1', {
    signedInForMs: HOUR_MS,
    nameError: reportOf('store_unavailable'),
  });
  await environment.pass(2_000);
  expect(state().name).toBeNull();
  isAway = false;
  await environment.pass(2_000);
  expect(state().name).toBe('Ada');
});

it('[J4] a verified member whose name somebody else has now asks for the one it can have, and writes on', async () => {
  const { chat, node, environment, state } = await setUpSignedIn();
  node.answers['name:set'] = () => ({ ok: true, data: { name: 'Ada 2' } });
  node.listener?.heard('name:changed', {
    name: null,
    error: reportOf('name_taken', { freeNames: ['Ada 2'] }),
  });
  expect(state()).toMatchObject({ name: null, nameProblem: null, isNaming: true });
  await environment.pass(0);
  expect(node.payloadsOf('name:set')).toEqual([{ name: '' }]);
  expect(state()).toMatchObject({ name: 'Ada 2', isNaming: false });
  expect(chat.room.sending.send({ text: 'hello' })).toBeNull();
});

it('[J4] a verified member whose other tab asked first takes the name that tab was given', async () => {
  const { node, environment, state } = await setUpSignedIn();
  node.answers['name:set'] = () => ({ ok: false, error: reportOf('name_fixed') });
  node.listener?.heard('name:changed', { name: null });
  node.listener?.heard('name:changed', { name: 'Ada 2' });
  await environment.pass(0);
  expect(state()).toMatchObject({ name: 'Ada 2', isNaming: false });
});

it('[J6] what a verified member has not sent yet is shown and sent as nobody else’s', async () => {
  const { environment, node } = await setUpSignedIn();
  const { outboxStore } = environment.tabs;
  node.lose();
  await environment.pass(300);
  const mine = { room: 'lobby', key: 'key-of-ada', text: 'by Ada', at: 1, by: ADA };
  await outboxStore.keep(mine);
  await outboxStore.keep({ ...mine, key: 'key-of-eve', text: 'by Eve', by: 'site-eve' });
  node.opensSession(ADA, 'Ada', 'node-1', { signedInForMs: HOUR_MS });
  await environment.pass(0);
  expect(node.payloadsOf('message:send')).toEqual([{ room: 'lobby', key: 'key-of-ada', text: 'by Ada' }]);
});
