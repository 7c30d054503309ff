import { expect, type Page } from '@playwright/test';

/** Waits until the browser has committed `text` to its outbox: whatever happens to the page now, it is not lost. */
export async function expectKept(page: Page, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(keptTexts)).toContain(text);
}

/** In the page. */
function keptTexts(): Promise<string[]> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('concord');
    // Not there yet: this check must not create it empty.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve([]);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('outbox').objectStore('outbox').getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result.map(({ text }: { text: string }) => text));
      };
    };
  });
}
