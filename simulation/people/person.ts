import type { Browser } from './browser';
import type { Page } from './page';

/** Somebody with a browser. */
export interface Person {
  readonly name: string;
  readonly browser: Browser<Page>;
  /** How often they have been called something else. */
  names: number;
  /** How many pages they have opened. */
  opened: number;
}

/** The page that the person looks at: the latest. */
export const pageOf = ({ browser }: Person): Page | undefined => [...browser.pages].at(-1);

/** What the person wants to be called now. */
export const nameOf = ({ name, names }: Person): string => {
  if (names === 0) return name;
  // Now and then it is what others want to be called as well.
  return names % 3 === 0 ? 'Sam' : `${name} the ${names}.`;
};
