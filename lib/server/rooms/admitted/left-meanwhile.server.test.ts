import { afterEach, expect, it } from 'vitest';
import type { Session } from '@/lib/chat/events/session';
import { connectClient, type NodeForTests, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { cookieOf } from '@/lib/server/testing/two-nodes-for-tests';

const NOBODY = { id: '', name: '' };

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** A node whose store can be made to wait before it finds a room. */
async function startNode() {
  let isHolding = false;
  let heldUp: (() => void) | undefined;
  const node = await startNodeForTests({}, {}, async ({ rooms }) => {
    const { find } = rooms;
    Object.assign(rooms, {
      find: async (id: string) => {
        if (isHolding) await new Promise<void>((resolve) => (heldUp = resolve));
        return find(id);
      },
    });
  });
  opened.push(node);
  const hold = () => {
    isHolding = true;
  };
  const release = () => {
    isHolding = false;
    heldUp?.();
  };
  return { node, hold, isAsked: () => heldUp !== undefined, release };
}

async function come(node: NodeForTests, name: string) {
  const socket = connectClient(node.url, { name, cookie: await cookieOf(node) });
  opened.unshift(socket);
  const { member } = await new Promise<Session>((resolve) => socket.once('session:opened', resolve));
  return { socket, id: member.id };
}

it('[M7] the last member here to leave a private room while the store is asked about them is told no names', async () => {
  const { node, hold, isAsked, release } = await startNode();
  const { socket, id } = await come(node, 'Ada');
  const made = await socket.emitWithAck('room:make', { kind: 'private', title: 'Plans', topic: '' });
  const room = made.ok ? made.data.room.id : '';
  await socket.emitWithAck('room:join', { room });
  const names = () => socket.emitWithAck('room:members', { room, after: NOBODY });
  await expect.poll(names).toMatchObject({ data: { count: 1, members: [{ id, name: 'Ada' }] } });

  await new Promise((resolve) => setTimeout(resolve, 1_100)); // What was asked before counts for a second.
  hold();
  const asked = names();
  await expect.poll(isAsked).toBe(true);
  expect(await socket.emitWithAck('room:leave', { room })).toMatchObject({ ok: true });
  release();
  expect(await asked).toEqual({ ok: true, data: { count: 0, members: [] } });
});
