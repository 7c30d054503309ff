import type { Page } from '@playwright/test';
import { Person } from '@/e2e/support/person';
import type { Talker, TalkerOptions } from '../talker';

/** Somebody in front of the product's page, who types, scrolls and reads what is there. */
export async function openBrowserTalker(
  page: Page,
  { url, room, name, listener }: TalkerOptions,
): Promise<Talker> {
  // tsx adds calls that name functions, which the page does not know.
  await page.addInitScript('globalThis.__name = (named) => named');
  const person = new Person(name, page);
  await person.opens(url);
  await person.setsName();
  await person.reads(`Your username has been set to: ${name}`);
  const unanswered = new Set<string>();
  let typing = Promise.resolve();

  const hearAnswers = async () => {
    const waiting = new Set(await page.evaluate(readOutbox));
    for (const text of unanswered) {
      if (waiting.has(text)) continue;
      unanswered.delete(text);
      listener.acknowledged(text);
    }
  };

  return {
    name,
    room,
    say: (text) => {
      typing = typing.then(async () => {
        listener.said(text, await page.evaluate(readWhatIsInSight, 'log'));
        await person.says(text);
        unanswered.add(text);
      });
    },
    isConnected: async () => (await person.connection.textContent())?.startsWith('Connected') === true,
    isSettled: async () => {
      await typing;
      await hearAnswers();
      return unanswered.size === 0;
    },
    shown: () => page.evaluate(readFromTheTop, 'log'),
    leave: () => page.context().close(),
  };
}

/** Runs in the page. */
function readWhatIsInSight(role: string): string[] {
  const texts = document.querySelectorAll(`[role=${role}] article p[dir=auto]`);
  return [...texts].map((text) => text.firstChild?.textContent ?? '');
}

/** Returns the texts of this browser that were not acknowledged. Runs in the page. */
async function readOutbox(): Promise<string[]> {
  const result = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await result(indexedDB.open('concord'));
  const messages: { text: string }[] = await result(
    database.transaction('outbox').objectStore('outbox').getAll(),
  );
  database.close();
  return messages.map(({ text }) => text);
}

/** Scrolls up until nothing older comes, and then down, noting each message as it appears. Runs in the page. */
async function readFromTheTop(role: string): Promise<string[]> {
  const area = document.querySelector(`[role=${role}]`) as HTMLElement;
  const drawn = () => new Promise((resolve) => setTimeout(resolve, 60));
  const goUp = async () => {
    area.scrollTop = 0;
    await drawn();
  };
  let height = -1;
  while (height !== area.scrollHeight || area.scrollTop > 0) {
    height = area.scrollHeight;
    // A page of history takes its time: if nothing has changed three times, this is the top.
    for (let look = 0; look < 3; look += 1) await goUp();
  }
  const texts: string[] = [];
  /** Returns how many of the rows drawn now are the last noted ones. */
  const overlapOf = (seen: string[]) => {
    for (let count = Math.min(seen.length, texts.length); count > 0; count -= 1) {
      if (seen.slice(0, count).every((text, place) => text === texts[texts.length - count + place]))
        return count;
    }
    return 0;
  };
  for (;;) {
    const seen = [...area.querySelectorAll('article p[dir=auto]')].map(
      (text) => text.firstChild?.textContent ?? '',
    );
    texts.push(...seen.slice(overlapOf(seen)));
    const isAtEnd = area.scrollTop + area.clientHeight >= area.scrollHeight - 1;
    if (isAtEnd) return texts;
    area.scrollTop += area.clientHeight * 0.7;
    await drawn();
  }
}
