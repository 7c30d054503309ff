import type { Entry } from './entry';

/** How many entries a first look shows, and a page of history unless the client asks for fewer. */
export const PAGE_ENTRIES = 50;

/** A client further behind than this gets a fresh page instead of everything it missed. */
export const DELTA_MAX_ENTRIES = 500;

/** Consecutive entries of one room: the first has the seq `from`, the next `from + 1`, … */
export interface Frame {
  readonly room: string;
  /** The history that the entries belong to. */
  readonly epoch: number;
  /** `seq` of the first entry; if there is none, of the next one to come. */
  readonly from: number;
  /** How many messages come before `from`, so that every message's number follows by counting. */
  readonly counted: number;
  readonly entries: readonly Entry[];
}

/** A frame of history, and whether anything older is kept. */
export interface Page extends Frame {
  readonly hasOlder: boolean;
}

/**
 * How a client that joins gets from what it has to what is there: by what followed; if the store has lost entries, by what
 * follows `to`, after which its own entries are void; or by a page that replaces everything it has.
 */
export type CatchUp =
  | ({ readonly kind: 'delta' } & Frame)
  | ({ readonly kind: 'rewind'; readonly to: number } & Frame)
  | ({ readonly kind: 'reset' } & Page);
