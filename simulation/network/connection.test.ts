import { expect, it } from 'vitest';
import { Machine } from '@/simulation/world/machine';
import { Scheduler } from '@/simulation/world/scheduler';
import { Connection } from './connection';
import { Link } from './link';

function setUp() {
  const scheduler = new Scheduler('seed', (_, error) => {
    throw error;
  });
  const [page, node] = [new Machine('page', 'seed'), new Machine('node', 'seed')];
  const link = new Link('link', 10);
  const connection = new Connection({ scheduler, links: [link, new Link('other', 5)], page, node });
  const heard: string[] = [];
  const hear = (what: string) => () => void heard.push(`${Math.round(scheduler.now)} ${what}`);
  connection.ended.page = hear('the page hears the end');
  connection.ended.node = hear('the node hears the end');
  const run = (until: number) =>
    new Promise<void>((resolve) => setImmediate(() => resolve(scheduler.run(until))));
  return { scheduler, link, connection, heard, hear, run };
}

it('carries each way in order, as late as its links are long', async () => {
  const { link, connection, heard, hear, run } = setUp();
  connection.up(hear('one'));
  link.delayMs = 0;
  connection.up(hear('two'));
  connection.down(hear('three'));
  await run(100);
  expect(heard).toEqual(['5 three', '15 one', '15 two']);
});

it('brings late, in order, what was held, and its end behind it', async () => {
  const { scheduler, link, connection, heard, hear, run } = setUp();
  link.hold('up');
  connection.up(hear('one'));
  connection.up(hear('two'));
  connection.close('page');
  await run(1_000);
  expect(heard).toEqual([]);
  link.release('up');
  await run(scheduler.now + 2_000);
  expect(heard.map((what) => what.replace(/^\d+ /, ''))).toEqual(['one', 'two', 'the node hears the end']);
});

it('never brings what was lost, nor what is behind that', async () => {
  const { link, connection, heard, hear, run } = setUp();
  connection.up(hear('one'));
  link.lose('up');
  connection.up(hear('two'));
  connection.down(hear('three'));
  await run(100);
  expect(heard).toEqual(['15 three']);
});

it('tells both ends at once where it breaks, and nothing of what was on its way', async () => {
  const { link, connection, heard, hear, run } = setUp();
  connection.up(hear('one'));
  link.reset();
  await run(100);
  expect(heard).toEqual(['0 the page hears the end', '0 the node hears the end']);
  expect(link.pipes).toBe(0);
});
