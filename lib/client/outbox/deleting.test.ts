import { expect, it } from 'vitest';
import { setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment, failed } from '@/lib/client/testing/fakes-for-tests';
import { UNDO_MS } from './deleting';

const deleted = { ok: true, data: null } as const;

it('[X6] a message is deleted after a while in which the member can undo it', async () => {
  const { chat, node, environment, state } = await setUpJoined();
  node.answers['message:delete'] = () => deleted;
  chat.room.deleting.delete('me:one');
  chat.room.deleting.delete('me:two');
  await environment.pass(UNDO_MS - 1);
  expect(Object.fromEntries(state().deletions)).toEqual({
    'me:one': { state: 'waiting' },
    'me:two': { state: 'waiting' },
  });
  chat.room.deleting.undo('me:one');
  await environment.pass(1);
  expect(node.payloadsOf('message:delete')).toEqual([{ room: 'lobby', id: 'me:two' }]);
  expect(Object.fromEntries(state().deletions)).toEqual({ 'me:two': { state: 'going' } });
  chat.room.deleting.undo('me:two');
  chat.room.deleting.delete('me:two');
  await environment.pass(60_000);
  expect(node.payloadsOf('message:delete')).toHaveLength(1);
  expect(Object.fromEntries(state().deletions)).toEqual({});
});

it('[X6] a page that is closed carries out its waiting deletions', async () => {
  const { chat, node, environment } = await setUpJoined();
  node.answers['message:delete'] = () => deleted;
  chat.room.deleting.delete('me:one');
  environment.leave();
  expect(node.payloadsOf('message:delete')).toEqual([{ room: 'lobby', id: 'me:one' }]);
});

it('[X6] a deletion that was not answered is sent again, also over the next connection', async () => {
  const { chat, node, environment, state } = await setUpJoined();
  node.answers['message:delete'] = () => failed('store_unavailable');
  chat.room.deleting.delete('me:one');
  await environment.pass(UNDO_MS);
  expect(node.payloadsOf('message:delete')).toHaveLength(1);
  await environment.pass(2_500);
  expect(node.payloadsOf('message:delete')).toHaveLength(2);
  node.lose();
  await environment.pass(10_000);
  expect(node.payloadsOf('message:delete')).toHaveLength(2);
  node.answers['message:delete'] = () => deleted;
  node.opensSession();
  await environment.pass(60_000);
  expect(node.payloadsOf('message:delete')).toHaveLength(3);
  expect(Object.fromEntries(state().deletions)).toEqual({});
});

it('[X6] a refused deletion says why, and can be tried again', async () => {
  const { chat, node, environment, state } = await setUpJoined();
  node.answers['message:delete'] = () => failed('not_allowed');
  chat.room.deleting.delete('ben:1');
  await environment.pass(UNDO_MS + 10_000);
  expect(Object.fromEntries(state().deletions)).toMatchObject({
    'ben:1': { state: 'failed', error: { code: 'not_allowed' } },
  });
  expect(node.payloadsOf('message:delete')).toHaveLength(1);
  chat.room.deleting.delete('ben:1');
  expect(Object.fromEntries(state().deletions)).toEqual({ 'ben:1': { state: 'waiting' } });
});

it('[X6] the next page carries out what a closed page could not', async () => {
  const before = await setUpJoined();
  before.chat.room.deleting.delete('me:one');
  before.node.lose();
  before.environment.leave();
  before.stop();
  const { environment } = before;
  const { node, state } = await setUp({ environment });
  node.answers['message:delete'] = () => failed('name_required');
  node.opensSession('somebody else');
  await environment.pass(10_000);
  expect(node.payloadsOf('message:delete')).toEqual([]);
  node.lose();
  await environment.pass(300);
  node.opensSession('me', null);
  await environment.pass(0);
  expect(Object.fromEntries(state().deletions)).toEqual({ 'me:one': { state: 'going' } });
  node.answers['message:delete'] = () => deleted;
  await environment.pass(60_000);
  expect(node.payloadsOf('message:delete')).toEqual(Array(2).fill({ room: 'lobby', id: 'me:one' }));
  expect(Object.fromEntries(state().deletions)).toEqual({});
  const last = await setUp({ environment });
  last.node.opensSession();
  await environment.pass(60_000);
  expect(last.node.payloadsOf('message:delete')).toEqual([]);
});

it.each(['rubbish', '{}', '[1]'])('[X6] ignores anything else stored under its key: %s', async (kept) => {
  const environment = new FakeEnvironment();
  environment.write('concord:deletions:lobby', kept);
  const { node, state } = await setUp({ environment });
  node.opensSession();
  await environment.pass(0);
  expect(state().connection.status).toBe('connected');
  expect(Object.fromEntries(state().deletions)).toEqual({});
});
