import { expect, it } from 'vitest';
import { setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { pageOf } from '@/lib/client/testing/fakes-for-tests';

const change = (typing: { id: string; name: string }[], stopped: string[] = []) => ({
  room: 'lobby',
  typing,
  stopped,
});
const ben = { id: 'ben', name: 'Ben' };

async function setUp() {
  const parts = await setUpJoined();
  const { environment, node, state } = parts;
  node.answers['typing:set'] = () => ({ ok: true, data: null });
  const told = () =>
    node.payloadsOf('typing:set').map((payload) => (payload as { isTyping: boolean }).isTyping);
  const typing = () => {
    environment.draw();
    return state().typing.map(({ name }) => name);
  };
  return { ...parts, told, typing };
}

it('[Y2] the node hears of the first key, and of later ones at most once in two seconds', async () => {
  const { chat, environment, told } = await setUp();
  for (const text of ['H', 'He', 'Hel']) chat.room.typing.typed(text);
  expect(told()).toEqual([true]);
  await environment.pass(2_000);
  expect(told()).toEqual([true, true]);
  await environment.pass(10_000);
  expect(told()).toEqual([true, true, false]);
});

it('[Y3] sending the message or emptying the field ends the typing', async () => {
  const { chat, environment, told } = await setUp();
  chat.room.typing.typed('Hi');
  chat.room.sending.send({ text: 'Hi' });
  await environment.pass(10_000);
  expect(told()).toEqual([true]);
  chat.room.typing.typed('x');
  chat.room.typing.typed(' ');
  await environment.pass(10_000);
  expect(told()).toEqual([true, true, false]);
});

it('[Y1] a node that is away, or does not know the name, is told nothing', async () => {
  const { chat, node, environment, told } = await setUp();
  node.lose();
  chat.room.typing.typed('Hi');
  node.opensSession('me', null);
  chat.room.typing.typed('Hi!');
  await environment.pass(10_000);
  expect(told()).toEqual([]);
});

it('[Y4] a typist is shown until nothing has been heard from them for five seconds', async () => {
  const { node, environment, typing } = await setUp();
  node.listener?.heard('typing:changed', change([ben]));
  await environment.pass(4_900);
  expect(typing()).toEqual(['Ben']);
  await environment.pass(100);
  expect(typing()).toEqual([]);
});

it('[Y3] the typing of a member ends in the same render that shows their message', async () => {
  const { node, typing } = await setUp();
  node.listener?.heard('typing:changed', change([ben]));
  expect(typing()).toEqual(['Ben']);
  node.listener?.heard('room:entries', pageOf(4, 4));
  expect(typing()).toEqual([]);
});

it('[Y4] without a connection nobody is shown as typing', async () => {
  const { node, typing } = await setUp();
  node.listener?.heard('typing:changed', change([ben]));
  expect(typing()).toEqual(['Ben']);
  node.lose();
  expect(typing()).toEqual([]);
});

it('[Y1] each room has its own list', async () => {
  const { node, typing } = await setUp();
  node.listener?.heard('typing:changed', { ...change([ben]), room: 'constructor' });
  expect(typing()).toEqual([]);
});
