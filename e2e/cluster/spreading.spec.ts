import { expect } from '@playwright/test';
import { freePort } from '../../scripts/cluster/free-port';
import { startHaproxy } from '../../scripts/cluster/start-balancer';
import type { People } from '../support/people';
import { test } from '../support/test';

const WINDOWS = 12;

/** Opens new windows one after another, checks that they are spread over both nodes, and closes them. */
async function openWindows(people: People, url: string): Promise<void> {
  const windows = await Promise.all(
    Array.from({ length: WINDOWS }, (_, index) => people.arrive(`Window ${index + 1}`)),
  );
  const nodes: string[] = [];
  for (const window of windows) {
    await window.opens(url);
    nodes.push(await window.node());
  }
  const first = nodes.filter((node) => node === 'node-1').length;
  expect(Math.max(first, WINDOWS - first), nodes.join(' ')).toBeLessThanOrEqual(7);
  await Promise.all(windows.map((window) => window.leaves()));
}

test('nginx spreads twelve new windows over both nodes', async ({ people, place }) => {
  await openWindows(people, place.url);
});

test('HAProxy spreads twelve new windows over both nodes', async ({ people, place }) => {
  const nodePorts = place.cluster?.nodes.map(({ port }) => port) ?? [];
  const balancer = await startHaproxy({ port: await freePort(), nodePorts });
  await openWindows(people, balancer.url);
  await balancer.stop();
});
