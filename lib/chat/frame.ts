import type { Entry } from './entry';

/** Entries on a first look, and in a page of history unless the client asks for fewer. */
export const PAGE_ENTRIES = 50;

/** A client further behind than this gets a fresh page instead of everything it missed. */
export const DELTA_MAX_ENTRIES = 500;

/** Entries of one room, in order and without a hole: the first stands at `from`, the next at `from + 1`, … */
export interface Frame {
  readonly room: string;
  /** The history of which the entries are part, as of now. */
  readonly epoch: number;
  /** `seq` of the first entry; where there is none, of the next to come. */
  readonly from: number;
  /** How many messages stand before `from`, so that the number of every message follows by counting. */
  readonly counted: number;
  readonly entries: readonly Entry[];
}

/** A frame of history, and whether anything older is kept. */
export interface Page extends Frame {
  readonly hasOlder: boolean;
}

/**
 * How a client that joins gets from what it has to what is there: what followed; or, where the store has lost entries,
 * what follows `to`, and what it has behind that is void; or a page in place of all that it has.
 */
export type CatchUp =
  | ({ readonly kind: 'delta' } & Frame)
  | ({ readonly kind: 'rewind'; readonly to: number } & Frame)
  | ({ readonly kind: 'reset' } & Page);
