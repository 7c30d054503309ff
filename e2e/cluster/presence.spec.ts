import { expect } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import type { RunningNode } from '../../scripts/cluster/start-node';
import { watchAbsences } from '../support/absences';
import type { Person } from '../support/person';
import { test } from '../support/test';

/** Somebody who is at this node, and does not come back. */
async function enterAt(node: RunningNode, name: string): Promise<Socket> {
  const socket = io(node.url, { transports: ['websocket'], forceNew: true, reconnection: false });
  socket.on('connect', () => socket.emit('set_username', name));
  await new Promise<void>((resolve) => {
    socket.on('message', (text: string) => text.startsWith('Your username') && resolve());
  });
  return socket;
}

const listedBy = ({ page }: Person, name: string) =>
  page.getByRole('region', { name: 'People' }).getByRole('listitem').filter({ hasText: name });

/** Waits, and notes in the report how long it took. */
async function timed(what: string, since: number, condition: () => Promise<void>): Promise<void> {
  await condition();
  test.info().annotations.push({ type: what, description: `${((Date.now() - since) / 1000).toFixed(1)} s` });
}

test('[P3][P6] who dies with their node is off the list soon, and who comes back was never seen to go', async ({
  people,
  place,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const carol = await people.open('Carol');
  await carol.setsName();
  await carol.reads('Your username has been set to: Carol');
  const lost = await ada.node();
  const home = lost === 'node-1' ? 'node-2' : 'node-1';
  const spot = lost === 'node-1' ? 0 : 1;
  const node = place.cluster?.node(spot) as RunningNode;
  const zoe = await enterAt(node, 'Zoe');
  for (const name of ['Ada', 'Carol', 'Zoe']) await expect(listedBy(bob, name)).toHaveCount(1);
  // A page may have moved by itself where a machine is slow.
  expect(await bob.node()).toBe(home);
  for (const person of [ada, bob]) person.complaints.expect(/WebSocket connection to .* failed/);
  const absences = await watchAbsences(bob.page, 'Ada');

  const killed = Date.now();
  await Promise.all([node.kill(), carol.leaves()]);
  await timed('Ada is back after', killed, () => expect(ada.connection).toContainText(`Connected · ${home}`));
  const gone = { timeout: 45_000 };
  await timed('Zoe is gone after', killed, () => expect(listedBy(bob, 'Zoe')).toHaveCount(0, gone));
  await timed('Carol is gone after', killed, () => expect(listedBy(bob, 'Carol')).toHaveCount(0, gone));
  await bob.messages.getByRole('button', { name: /more$/ }).click();
  for (const name of ['Zoe', 'Carol']) await bob.readsOnce(`${name} has left the chat room.`);
  await expect(bob.messages.getByText(/^Ada has left/)).toHaveCount(0);
  await ada.says('Nobody noticed?');
  await bob.readsOnce('Nobody noticed?');
  expect(await absences()).toEqual([]);
  zoe.close();
  await place.cluster?.restartNode(spot);
});

test('[P6] whose network is cut for some seconds was never seen to go', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const carol = await people.open('Carol');
  await carol.setsName();
  for (const name of ['Ada', 'Carol']) await expect(listedBy(bob, name)).toHaveCount(1);
  const absences = await watchAbsences(bob.page, 'Ada');
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);

  await Promise.all([ada.page.context().setOffline(true), carol.leaves()]);
  await expect(ada.connection).not.toContainText('Connected');
  const missed = ['Said in between.', 'And another.'];
  for (const text of missed) await bob.says(text);
  await bob.reads('And another.');
  await ada.says('Written in between.');
  await ada.page.context().setOffline(false);
  await ada.reads('And another.');
  await bob.readsOnce('Written in between.');
  // Carol went at the same instant and stays away: once she has left, Ada would have, too.
  await bob.reads('Carol has left the chat room.');
  await expect(listedBy(bob, 'Carol')).toHaveCount(0);
  expect(await absences()).toEqual([]);
  await expect(bob.messages.getByText(/^Ada has left/)).toHaveCount(0);
  await expect(ada.messages.getByText(/^(Said in between|And another|Written in between)/)).toHaveText([
    ...missed,
    'Written in between.',
  ]);
});
