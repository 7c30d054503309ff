import { START } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import type { LenientStore } from '@/lib/client/outbox/lenient-outbox-store';
import { Outbox, type OutboxOptions } from '@/lib/client/outbox/outbox';
import { FakeBrowser, type FakeTabs } from './fake-tabs-for-tests';
import { FakeEnvironment } from './fakes-for-tests';

export type Answer = Result<{ readonly id: string; readonly position: typeof START }>;
export type Answering = (message: KeptMessage, attempt: number) => Answer | Promise<Answer>;

export const stored: Answer = { ok: true, data: { id: 'me:key', position: START } };
export const message = (key: string): KeptMessage => ({ room: 'lobby', key, text: `text of ${key}`, at: 1 });

/** Gives a tab the store that it would have in a browser; `after` runs nothing once the tab is closed. */
export type StoreFor = (tabs: FakeTabs, environment: Pick<Environment, 'after' | 'now'>) => LenientStore;

/** A browser in which tests open tabs; `sent` is what all of them sent. */
export function setUpBrowser(answer: Answering, storeFor?: StoreFor) {
  const environment = new FakeEnvironment();
  const browser = new FakeBrowser();
  const sent: string[] = [];

  const openTab = (writer: string | null = null) => {
    const tabs = browser.openTab();
    const after: Environment['after'] = (ms, run) => environment.after(ms, () => !tabs.isClosed && run());
    if (storeFor) tabs.keepIn(storeFor(tabs, { after, now: environment.now }));
    const settled: string[] = [];
    const shown = new Map<string, 'waiting' | 'refused'>();
    const options: OutboxOptions = {
      room: 'lobby',
      writer: () => writer,
      environment: {
        random: environment.random,
        after,
        tabs,
      },
      send: async (outgoing) => {
        sent.push(outgoing.key);
        const result = await answer(outgoing, sent.length);
        return tabs.isClosed ? new Promise(() => {}) : result;
      },
      changed: (news) => {
        const isGone = news.type === 'gone';
        const { key } = isGone ? news : news.message;
        if (isGone) shown.delete(key);
        else shown.set(key, news.message.refusal ? 'refused' : 'waiting');
        if (isGone) settled.push(`${key} ${news.position ? 'stored' : 'discarded'}`);
        else if (news.message.refusal) settled.push(`${key} ${news.message.refusal.code}`);
      },
    };
    const outbox = new Outbox(options);
    outbox.start();
    const close = () => {
      outbox.close();
      tabs.close();
    };
    return { tabs, outbox, settled, shown, close };
  };
  return { environment, browser, sent, openTab };
}
