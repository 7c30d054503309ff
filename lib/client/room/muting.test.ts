import { describe, expect, it } from 'vitest';
import type { Entry } from '@/lib/chat/entry';
import type { Joined } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { ModerationAction } from '@/lib/chat/moderation';
import { joined, setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';

const bob = { id: 'bob', name: 'Bob' };
const HOUR_MS = 3_600_000;
/** The node's clock, which differs from the page's. */
const AT = 5_000_000_000;

const action = (kind: ModerationAction['kind'], forMs?: number, member = 'me'): ModerationAction => ({
  kind,
  by: bob,
  at: AT,
  member: { id: member, name: 'Ada' },
  ...(forMs === undefined ? {} : { until: AT + forMs }),
});

/** After the three entries of a first look. */
const frameOf = (from: number, ...actions: ModerationAction[]): Frame => ({
  room: 'lobby',
  epoch: 1,
  from,
  counted: 3,
  entries: actions.map(
    (done, index): Entry => ({ kind: 'moderated', id: `m:${from + index}`, action: done, at: AT }),
  ),
});

const answer = (muted?: Joined['muted'], ...actions: ModerationAction[]) =>
  ({
    ok: true,
    data: {
      ...joined.data,
      catchUp: { kind: 'delta', ...frameOf(4, ...actions) },
      ...(muted === undefined ? {} : { muted }),
    },
  }) as const;

describe('[O5] a muted member', () => {
  it('reads it at once, until it ends by itself', async () => {
    const { node, environment, state } = await setUpJoined();
    expect(state().muted).toBeNull();
    node.listener?.heard('room:entries', frameOf(4, action('mute', HOUR_MS)));
    expect(state().muted).toEqual({ until: environment.now() + HOUR_MS });
    await environment.pass(HOUR_MS - 1);
    expect(state().muted).not.toBeNull();
    await environment.pass(1);
    expect(state().muted).toBeNull();
  });

  it('stays muted for good if no end is given', async () => {
    const { node, environment, state } = await setUpJoined();
    node.listener?.heard('room:entries', frameOf(4, action('mute')));
    await environment.pass(HOUR_MS);
    expect(state().muted).toEqual({});
  });

  it('can be muted for longer than a browser timer can wait', async () => {
    const environment = new FakeEnvironment();
    const delays: number[] = [];
    const { after } = environment;
    environment.after = (ms, run) => {
      delays.push(ms);
      return after(ms, run);
    };
    const { node, state } = await setUp({ remembered: 'Ada', environment });
    node.opensSession();
    await environment.pass(0);
    node.listener?.heard('room:entries', frameOf(4, action('mute', 366 * 24 * HOUR_MS)));
    expect(state().muted).toHaveProperty('until');
    expect(Math.max(...delays)).toBeLessThan(2 ** 31);
  });

  it('writes again once a moderator says so; the latest action counts, and none on other members', async () => {
    const { node, state } = await setUpJoined();
    node.listener?.heard('room:entries', frameOf(4, action('mute'), action('unmute', undefined, 'cleo')));
    node.listener?.heard('room:entries', frameOf(6, action('mute', HOUR_MS, 'cleo')));
    expect(state().muted).toEqual({});
    node.listener?.heard('room:entries', frameOf(7, action('unmute'), action('mute'), action('unmute')));
    expect(state().muted).toBeNull();
  });

  it('learns from each join how it is, and from no frame that the answer has overtaken', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    node.answers['room:join'] = () => ({ ok: true, data: { ...joined.data, muted: { forMs: HOUR_MS } } });
    node.opensSession();
    await environment.pass(0);
    expect(state().muted).toEqual({ until: environment.now() + HOUR_MS });
    node.lose();
    await environment.pass(300);
    const actions = [action('mute'), action('unmute')];
    node.answers['room:join'] = () => answer(undefined, ...actions);
    node.opensSession();
    node.listener?.heard('room:entries', frameOf(4, action('mute')));
    await environment.pass(0);
    expect(state().muted).toBeNull();
  });

  it('is told so by the next node, too, and by what came after its answer', async () => {
    const { node, otherNode, environment, state } = await setUpJoined();
    otherNode.answers['room:join'] = () => answer({});
    node.listener?.heard('node:draining');
    await environment.pass(0);
    otherNode.opensSession('me', 'Ada', 'node-2');
    await environment.pass(0);
    expect(state().muted).toEqual({});
    otherNode.listener?.heard('room:entries', frameOf(4, action('unmute')));
    expect(state().muted).toBeNull();
  });

  it('tells nobody that they are typing', async () => {
    const { chat, node, environment } = await setUpJoined();
    node.listener?.heard('room:entries', frameOf(4, action('mute')));
    chat.room.typing.typed('but');
    await environment.pass(10_000);
    expect(node.payloadsOf('typing:set')).toEqual([]);
    node.listener?.heard('room:entries', frameOf(5, action('unmute')));
    chat.room.typing.typed('thanks');
    await environment.pass(0);
    expect(node.payloadsOf('typing:set')).toHaveLength(1);
  });

  it('can write all the same as an administrator', async () => {
    const { node, environment, state } = await setUp({ remembered: 'Ada' });
    node.opensSession('me', 'Ada', 'node-1', { isAdmin: true });
    await environment.pass(0);
    node.listener?.heard('room:entries', frameOf(4, action('mute')));
    expect(state().muted).toBeNull();
  });
});
