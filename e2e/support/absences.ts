import type { Page } from '@playwright/test';

declare global {
  /** What the list of people showed each time somebody was missing from it. */
  var absences: string[] | undefined;
}

/** Makes `page` note each change after which `name` is not in its list of people. Returns a function that returns the notes. */
export async function watchAbsences(page: Page, name: string): Promise<() => Promise<string[]>> {
  await page.evaluate(watch, name);
  return () => page.evaluate(() => globalThis.absences ?? ['not watched']);
}

/** In the page. */
function watch(name: string): void {
  const absences: string[] = [];
  globalThis.absences = absences;
  const look = () => {
    const people = [...document.querySelectorAll('section[aria-label="People"] li')];
    const listed = people.map(({ textContent }) => textContent);
    if (!listed.some((person) => person.includes(name))) absences.push(listed.join());
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}
