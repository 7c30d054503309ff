/** The parts of a page that fail on their own: a failed one leaves the others as they are. */
export const PAGE_PARTS = ['page', 'header', 'rooms', 'messages', 'announcer', 'composer', 'people'] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

/** How many frames of a stack are sent: enough to find the place, not the whole way there. */
export const FAILURE_FRAMES_MAX = 5;
export const ERROR_NAME = /^[A-Za-z]{1,40}$/;
/**
 * A script with line and column. Nothing else of a stack is sent: an error's message may contain what somebody wrote, and a
 * page's address may be that of a room that nobody must know of.
 */
export const FAILURE_FRAME = /^[\w./~%@+-]{1,150}\.m?js:\d{1,7}:\d{1,7}$/;

/** What a page tells its node about a part that has failed. */
export interface PageFailure {
  readonly part: PagePart;
  /** The kind of error. */
  readonly error: string;
  /** Where it was thrown, and the callers. */
  readonly at: readonly string[];
}

const PLACE_IN_STACK = /\/\/[^/\s]*\/([^\s()?]*\.m?js(?::\d+){2})\)?$/;

/** Returns as little as helps to find the fault. @param error whatever was thrown */
export function failureOf(part: PagePart, error: unknown): PageFailure {
  const { name, stack } = error instanceof Error ? error : { name: '', stack: '' };
  const at = (stack ?? '')
    .split('\n')
    .map((line) => PLACE_IN_STACK.exec(line.trim())?.[1] ?? '')
    .filter((place) => FAILURE_FRAME.test(place));
  return { part, error: ERROR_NAME.test(name) ? name : 'Error', at: at.slice(0, FAILURE_FRAMES_MAX) };
}
