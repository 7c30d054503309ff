import { expect, it } from 'vitest';
import type { PresenceChange } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes({}, { settleMs: 500, graceMs: 200 });

const present = () => place.admin.commands.hlen(`concord:{${LOBBY}}:members`);

it('[P10] members stored under a node that does not have them are removed, in rooms with people and without', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const left: string[] = [];
  ada.socket.on('presence:changed', (change: PresenceChange) => {
    left.push(...change.left.map(({ name }) => name));
  });
  const { commands } = place.admin;
  const lease = (await commands.zrange('concord:nodes', 0, '-1')).find((name) => name.startsWith('one.'));
  const ghost = JSON.stringify({ name: 'Ghost', nodes: { [lease ?? '']: true } });
  await commands.sadd(`concord:node:${lease}:rooms`, 'empty');
  for (const room of [LOBBY, 'empty']) {
    await commands.hset(`concord:{${room}}:members`, 'ghost', ghost);
    await commands.set(`concord:{${room}}:members:version`, 'late');
  }
  await expect.poll(present).toBe(1);
  await expect.poll(() => commands.exists('concord:{empty}:members')).toBe(0);
  expect(left).not.toContain('Ada');
  expect((await ada.join()).present.members.map(({ name }) => name)).toEqual(['Ada']);
});
