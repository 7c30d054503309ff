import type { Page } from '@playwright/test';

declare global {
  /** What the list of people showed each time that somebody was not in it. */
  var absences: string[] | undefined;
}

/** From now on `page` notes each change after which `name` is not in its list of people. What it returns tells them. */
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
