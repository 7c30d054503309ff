import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { lobby } from '@/lib/client/testing/fakes-for-tests';
import { message, setUpBrowser, stored } from '@/lib/client/testing/outbox-for-tests';

const tooFast = (retryAfterMs: number) =>
  ({ ok: false, error: reportOf('rate_limited', { retryAfterMs }) }) as const;

describe('a sender who is too fast', () => {
  it('[F9] waits as long as it was told, keeps its order and loses nothing', async () => {
    const times: number[] = [];
    let free = 2;
    const { environment, openTab, sent } = setUpBrowser(() => {
      times.push(environment.now());
      free -= 1;
      if (free >= 0) return stored;
      free = 1;
      return tooFast(1_000);
    });
    const { outbox, settled } = openTab();
    outbox.open();
    for (const key of ['a', 'b', 'c', 'd']) outbox.add(message(key));
    await environment.pass(10_000);
    expect(sent).toEqual(['a', 'b', 'c', 'c', 'd', 'd']);
    expect(settled).toEqual(['a stored', 'b stored', 'c stored', 'd stored']);
    const waits = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(waits).toEqual([0, 0, 1_050, 0, 1_050]);
  });

  it('[F9] does not ask earlier when more is written meanwhile', async () => {
    const { environment, openTab, sent } = setUpBrowser((_, attempt) => {
      if (attempt > 1) return stored;
      outbox.add(message('while asking'));
      return tooFast(5_000);
    });
    const { outbox, settled } = openTab();
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(1_000);
    outbox.add(message('while waiting'));
    await environment.pass(3_000);
    expect(sent).toEqual(['a']);
    await environment.pass(2_000);
    expect(settled).toEqual(['a stored', 'while asking stored', 'while waiting stored']);
  });

  it('[O6] goes on at once when slow mode ends', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const send = node.answers['message:send'];
    node.answers['message:send'] = () => tooFast(30_000);
    node.listener?.heard('room:changed', { room: { ...lobby, slowMs: 30_000 } });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    if (send) node.answers['message:send'] = send;
    node.listener?.heard('room:changed', { room: { ...lobby, slowMs: 30_000, topic: 'Slowly' } });
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ state: 'sending' }]);
    node.listener?.heard('room:changed', { room: lobby });
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ state: 'sent' }]);
    expect(state().slowed).toBeNull();
  });

  it('[F9] is shown how long its messages wait, until they are sent', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const send = node.answers['message:send'];
    node.answers['message:send'] = () => tooFast(4_000);
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    expect(state().slowed).toEqual({ why: 'rate', ms: 4_000, until: environment.now() + 4_000 });
    expect(state().connection.status).toBe('connected');
    expect(state().timeline.pending).toMatchObject([{ text: 'hello', state: 'sending' }]);
    if (send) node.answers['message:send'] = send;
    await environment.pass(5_000);
    expect(state().slowed).toBeNull();
    expect(state().timeline.pending).toMatchObject([{ state: 'sent' }]);
  });

  it('[G3] is told when it has written too much, and can discard what waits so that the rest goes on', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const send = node.answers['message:send'];
    node.answers['message:send'] = () => ({
      ok: false,
      error: reportOf('quota_reached', { retryAfterMs: 7_200_000 }),
    });
    chat.room.sending.send({ text: 'a long text' });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    expect(state().slowed).toMatchObject({ why: 'quota', ms: 7_200_000 });
    expect(state().connection.status).toBe('connected');
    await environment.pass(7_000_000);
    expect(node.payloadsOf('message:send')).toHaveLength(1);
    const [long] = state().timeline.pending;
    if (send) node.answers['message:send'] = send;
    if (long) chat.room.sending.discard(long);
    await environment.pass(0);
    expect(state().timeline.pending).toMatchObject([{ text: 'hello', state: 'sent' }]);
    expect(state().slowed).toBeNull();
  });

  it('[G3] keeps what it has written for as long as that takes, and sends it then', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    const send = node.answers['message:send'];
    node.answers['message:send'] = () => ({
      ok: false,
      error: reportOf('quota_reached', { retryAfterMs: 7_200_000 }),
    });
    for (const text of ['a long text', 'hello']) chat.room.sending.send({ text });
    await environment.pass(7_000_000);
    if (send) node.answers['message:send'] = send;
    await environment.pass(300_000);
    const sent = ['a long text', 'a long text', 'hello'];
    expect(node.payloadsOf('message:send')).toMatchObject(sent.map((text) => ({ text })));
    expect(state().timeline.pending).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  });

  it('[F9] is told nothing about the store', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.answers['message:send'] = () => tooFast(4_000);
    node.listener?.heard('store:changed', { isStoring: false });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toHaveLength(1);
    expect(state().connection.status).toBe('unstored');
  });

  it('[F9] is told so when it sets a name, and keeps the name it has', async () => {
    const { chat, node, environment, state } = await setUpJoined();
    node.answers['name:set'] = () => tooFast(7_000);
    expect(await chat.naming.set('Countess')).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_000 });
    await environment.pass(20_000);
    expect(state().name).toBe('Ada');
    expect(node.payloadsOf('name:set')).toHaveLength(1);
  });

  it('[F9] asks again for the room and for older messages after that time', async () => {
    const { node, environment, state } = await setUpJoined();
    const join = node.answers['room:join'];
    node.answers['room:join'] = () => tooFast(3_000);
    node.lose();
    await environment.pass(300);
    node.opensSession();
    await environment.pass(2_900);
    expect(node.payloadsOf('room:join')).toHaveLength(2);
    if (join) node.answers['room:join'] = join;
    await environment.pass(2_000);
    expect(node.payloadsOf('room:join')).toHaveLength(3);
    expect(state().catchingUpSince).toBeNull();
  });
});
