import { expect, it } from 'vitest';
import { setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { pageOf } from '@/lib/client/testing/fakes-for-tests';

it('sets the state of a busy room once per frame, however much comes between two frames', async () => {
  const { chat, environment, node, state } = await setUpJoined();
  let sets = 0;
  chat.room.store.subscribe(() => {
    sets += 1;
  });
  for (let seq = 4; seq <= 203; seq += 1) {
    const typing = [{ id: 'other', name: 'Somebody' }];
    node.listener?.heard('typing:changed', { room: 'lobby', typing, stopped: [] });
    node.listener?.heard('room:entries', pageOf(seq, seq));
  }
  expect(sets).toBe(0);
  environment.draw();
  expect(sets).toBe(1);
  expect(state().timeline.entries).toHaveLength(203);
});
