import { expect, it } from 'vitest';
import { reportOf } from '../chat/errors';
import { FakeEnvironment, FakeNode } from './fakes-for-tests';
import type { OpenWire, WireListener } from './wire';
import { raceWires } from './wire-race';

function setUp() {
  const environment = new FakeEnvironment();
  const nodes = [new FakeNode(), new FakeNode(), new FakeNode()] as const;
  let opened = 0;
  const openNext: OpenWire = (...args) => (nodes[opened++ % nodes.length] as FakeNode).open(...args);
  const heard: string[] = [];
  const hear = (what: string) => () => void heard.push(what);
  const listener: WireListener = {
    opened: ({ node }) => heard.push(`opened ${node}`),
    entriesCame: hear('entries'),
    presenceChanged: hear('presence'),
    typingChanged: hear('typing'),
    markChanged: () => undefined,
    nameChanged: hear('name'),
    roomChanged: hear('room'),
    roomFollowed: hear('followed'),
    roomUnfollowed: hear('unfollowed'),
    expelled: hear('expelled'),
    storeChanged: hear('store'),
    draining: hear('draining'),
    lost: hear('lost'),
    turnedAway: ({ code }) => heard.push(code),
  };
  const wire = raceWires(openNext, environment)(() => ({ version: 1, name: 'Ada' }), listener);
  wire.connect();
  return { environment, nodes, heard, wire };
}

it('[R6] one attempt after the other is made until a node answers, and the rest are closed', async () => {
  const { environment, nodes, heard } = setUp();
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 0, 0]);
  await environment.pass(250);
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 1, 0]);
  nodes[1].welcome('me', 'Ada', 'node-2');
  await environment.pass(60_000);
  expect(heard).toEqual(['opened node-2']);
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 1, 0]);
  expect(nodes.map(({ isClosed }) => isClosed)).toEqual([true, false, false]);
});

it('[R6] a node that answers gets a second to let the page in, before another is tried', async () => {
  const { environment, nodes } = setUp();
  nodes[0].isReached = true;
  await environment.pass(900);
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 0, 0]);
  await environment.pass(100);
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 1, 0]);
});

it('[R6] who comes late is not heard, and of the winner everything is', async () => {
  const { environment, nodes, heard } = setUp();
  await environment.pass(250);
  nodes[0].lose();
  nodes[1].welcome('me', 'Ada', 'node-2');
  nodes[0].welcome('me', 'Ada', 'node-1');
  nodes[1].lose();
  nodes[1].welcome('me', 'Ada', 'node-2');
  expect(heard).toEqual(['opened node-2', 'lost', 'opened node-2']);
});

it('[R6] a node that turns the page away for good is heard', () => {
  const { nodes, heard } = setUp();
  nodes[0].listener?.turnedAway(reportOf('outdated_page'));
  expect(heard).toEqual(['outdated_page']);
});

it('[R6] closed, it makes no further attempt', async () => {
  const { environment, nodes, wire } = setUp();
  wire.close();
  await environment.pass(5_000);
  expect(nodes.map(({ connects }) => connects)).toEqual([1, 0, 0]);
  expect(nodes[0].isClosed).toBe(true);
});
