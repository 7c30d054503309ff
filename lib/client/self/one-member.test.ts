import { expect, it } from 'vitest';
import { FakeBrowser } from '@/lib/client/testing/fake-tabs-for-tests';
import { createOneMember } from './one-member';

/** Tabs of one browser; each connects as the member that the browser's cookie names. */
function setUp(connect: (tab: number) => string) {
  const browser = new FakeBrowser();
  const members: string[] = [];
  let connections = 0;
  const tabs = [0, 1, 2].map((tab) => {
    const oneMember = createOneMember({ tabs: browser.openTab(), reconnect: () => open(tab) });
    oneMember.start();
    return oneMember;
  });
  const open = (tab: number, as = connect(tab)) => {
    connections += 1;
    members[tab] = as;
    tabs[tab]?.opened(as);
  };
  return { open, members, count: () => connections };
}

it('[I4] tabs with an identity each end up with the one that the browser kept', () => {
  for (const kept of ['a', 'b', 'c']) {
    const { open, members } = setUp(() => kept);
    open(0, 'a');
    open(1, 'b');
    open(2, 'c');
    expect(members).toEqual([kept, kept, kept]);
  }
});

it('[I4] tabs of one member leave each other alone', () => {
  const { open, count } = setUp(() => 'a');
  for (const tab of [0, 1, 2, 0, 1]) open(tab);
  expect(count()).toBe(5);
});

it('[I4] tabs of a browser that keeps no cookies settle', () => {
  let guests = 0;
  const { open, count } = setUp(() => `guest ${++guests}`);
  for (const tab of [0, 1, 2]) open(tab);
  expect(count()).toBeLessThanOrEqual(6);
});
