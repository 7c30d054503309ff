import { describe, expect, it } from 'vitest';
import { failed } from '@/lib/client/testing/fakes-for-tests';
import {
  type Answer,
  type Answering,
  message,
  setUpBrowser,
  stored,
} from '@/lib/client/testing/outbox-for-tests';
import type { Outbox } from './outbox';

function setUp(answer: Answering) {
  const { openTab, ...parts } = setUpBrowser(answer);
  return { ...parts, ...openTab() };
}

describe('the outbox', () => {
  it('[S3] sends in the order of writing, each message only when the one before is settled', async () => {
    let answerFirst = (_: Answer) => {};
    const first = new Promise<Answer>((resolve) => {
      answerFirst = resolve;
    });
    const { environment, outbox, sent, settled } = setUp(({ key }) => (key === 'a' ? first : stored));
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(60_000);
    expect(sent).toEqual(['a']);
    answerFirst(stored);
    await environment.pass(0);
    expect(sent).toEqual(['a', 'b']);
    expect(settled).toEqual(['a stored', 'b stored']);
  });

  it('[S3] sends the same key again until it is answered, and nothing overtakes it', async () => {
    const { environment, outbox, sent, settled } = setUp((_, attempt) =>
      attempt < 4 ? failed('unanswered') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(20_000);
    expect(sent).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(settled).toEqual(['a stored', 'b stored']);
  });

  it('waits longer after each failure, up to five seconds', async () => {
    const times: number[] = [];
    const { environment, outbox } = setUp(() => {
      times.push(environment.now());
      return failed('store_unavailable');
    });
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(30_000);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.slice(0, 3)).toEqual([225, 450, 900]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
    expect(waits.length).toBeGreaterThan(8);
  });

  it('goes on with the next message after a refusal for good', async () => {
    const { environment, outbox, settled } = setUp(({ key }) =>
      key === 'a' ? failed('bad_request') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(0);
    expect(settled).toEqual(['a bad_request', 'b stored']);
  });

  it('sends nothing while it is closed, and sends at once when it opens', async () => {
    const { environment, outbox, sent } = setUp(() => stored);
    outbox.add(message('a'));
    await environment.pass(60_000);
    expect(sent).toEqual([]);
    outbox.open();
    await environment.pass(0);
    expect(sent).toEqual(['a']);
  });

  it('does not wait out a delay that began before the connection came back', async () => {
    const { environment, outbox, sent } = setUp((_, attempt) =>
      attempt < 5 ? failed('unanswered') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(2_000);
    outbox.close();
    const before = sent.length;
    await environment.pass(60_000);
    expect(sent).toHaveLength(before);
    outbox.open();
    await environment.pass(0);
    expect(sent).toHaveLength(before + 1);
  });

  it('tries sooner when more is written, but does not then try twice as often', async () => {
    const { environment, outbox, sent } = setUp(() => failed('store_unavailable'));
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(10);
    outbox.add(message('b'));
    await environment.pass(0);
    expect(sent).toEqual(['a', 'a']);
    await environment.pass(400);
    expect(sent).toEqual(['a', 'a']);
  });
});

describe('what is kept', () => {
  const open = ({ outbox }: { outbox: Outbox }) => outbox.open();

  it('[S4] a message is kept before it is sent, and until it is acknowledged', async () => {
    const seen: number[] = [];
    const parts = setUp(async () => {
      seen.push((await parts.browser.store.list('lobby')).length);
      return stored;
    });
    open(parts);
    parts.outbox.add(message('a'));
    await parts.environment.pass(0);
    expect(seen).toEqual([1]);
    expect(await parts.browser.store.list('lobby')).toEqual([]);
  });

  it('[S4] the next page shows what was written offline and left behind, and sends it once, in order', async () => {
    const { environment, openTab, sent } = setUpBrowser(() => stored);
    const first = openTab();
    for (const key of ['a', 'b', 'c']) first.outbox.add(message(key));
    await environment.pass(1_000);
    first.close();
    const second = openTab();
    await environment.pass(0);
    expect([...second.shown]).toEqual([
      ['a', 'waiting'],
      ['b', 'waiting'],
      ['c', 'waiting'],
    ]);
    expect(sent).toEqual([]);
    open(second);
    await environment.pass(60_000);
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(second.shown.size).toBe(0);
  });

  it('[S5] of two tabs only one sends at a time, and each message goes once', async () => {
    let answerFirst = (_: Answer) => {};
    const { environment, openTab, sent } = setUpBrowser((_, attempt) =>
      attempt === 1
        ? new Promise<Answer>((resolve) => {
            answerFirst = resolve;
          })
        : stored,
    );
    const [one, other] = [openTab(), openTab()];
    for (const tab of [one, other]) open(tab);
    one.outbox.add(message('a'));
    other.outbox.add(message('b'));
    await environment.pass(30_000);
    expect(sent).toEqual(['a']);
    answerFirst(stored);
    await environment.pass(30_000);
    expect(sent).toEqual(['a', 'b']);
    for (const tab of [one, other]) expect(tab.settled).toEqual(['a stored', 'b stored']);
  });

  it('[S5] when the sending tab is closed, another sends the rest under the same keys', async () => {
    const { environment, openTab, sent } = setUpBrowser((_, attempt) =>
      attempt === 1 ? new Promise(() => {}) : stored,
    );
    const [one, other] = [openTab(), openTab()];
    for (const tab of [one, other]) open(tab);
    await environment.pass(0);
    for (const key of ['a', 'b']) one.outbox.add(message(key));
    await environment.pass(10_000);
    expect(sent).toEqual(['a']);
    one.close();
    await environment.pass(10_000);
    expect(sent).toEqual(['a', 'a', 'b']);
    expect(other.shown.size).toBe(0);
  });

  it('[S5] a tab without a connection leaves its messages to one that has one', async () => {
    const { environment, openTab, sent } = setUpBrowser(() => stored);
    const [one, other] = [openTab(), openTab()];
    open(other);
    one.outbox.add(message('a'));
    await environment.pass(5_000);
    expect(sent).toEqual(['a']);
    expect(one.settled).toEqual(['a stored']);
  });

  it('[S4] what cannot be read for a moment is sent a moment later', async () => {
    const { browser, environment, sent, openTab } = setUpBrowser(() => stored);
    const { outbox, settled, tabs } = openTab();
    const { list } = tabs.outboxStore;
    outbox.add(message('a'));
    tabs.outboxStore.list = () => Promise.reject(new Error('the database is closing'));
    outbox.open();
    await environment.pass(1_000);
    expect(sent).toEqual([]);
    tabs.outboxStore.list = list;
    await environment.pass(10_000);
    expect(settled).toEqual(['a stored']);
    expect(await browser.openTab().outboxStore.list('lobby')).toEqual([]);
  });

  it('[S6] the next page has a refused message with its reason, and does not send it by itself', async () => {
    const { environment, openTab, sent } = setUpBrowser((_, attempt) =>
      attempt === 1 ? failed('message_too_long') : stored,
    );
    const first = openTab();
    open(first);
    first.outbox.add(message('a'));
    await environment.pass(0);
    first.close();
    const second = openTab();
    open(second);
    await environment.pass(60_000);
    expect(second.settled).toEqual(['a message_too_long']);
    expect(sent).toEqual(['a']);
    second.outbox.add(message('a'));
    await environment.pass(0);
    expect(sent).toEqual(['a', 'a']);
    expect(second.shown.size).toBe(0);
  });

  it('[S6] a discarded message is gone in all tabs and for the next page', async () => {
    const { environment, browser, openTab } = setUpBrowser(() => failed('bad_request'));
    const [one, other] = [openTab(), openTab()];
    open(one);
    one.outbox.add(message('a'));
    await environment.pass(0);
    expect([...other.shown]).toEqual([['a', 'refused']]);
    one.outbox.discard('a');
    await environment.pass(0);
    expect(other.shown.size).toBe(0);
    expect(await browser.store.list('lobby')).toEqual([]);
  });
});
