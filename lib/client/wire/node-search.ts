import type { Handshake } from '@/lib/chat/events/handshake';
import type { Environment } from '@/lib/client/environment/environment';

/** Looks for a node that can store, while the one that the page is at cannot. */
export interface NodeSearch {
  /** What the node says of itself. */
  told(isStoring: boolean): void;
  /** There is no node to leave. */
  stop(): void;
  /** What a connection that is made now asks of a node. */
  demand(): Pick<Handshake, 'needsStore'>;
}

interface NodeSearchOptions {
  readonly environment: Pick<Environment, 'after' | 'random' | 'isAnyNodeReady'>;
  /** Goes over to another connection, if that is let in, so that nobody sees it. */
  readonly renew: () => void;
}

/** Each page draws its own moment: those of a node do not leave together. Most pauses of a store are over by then. */
const FIRST_WAIT_MS = 1_000;
/** When the store is away for all, each page asks ever more seldom. */
const WAIT_MAX_MS = 60_000;
const WAIT_GROWTH = 2;

/** A load balancer that does not look after its nodes sends one request after the other to each of them. */
const QUESTIONS = 3;

/** How long another connection may take before any node is good enough again. */
const MOVE_MS = 6_000;

/**
 * Nothing is left before some node says that it can store, and then for such a node only: when the store is away for all,
 * everybody stays where they are.
 */
export function createNodeSearch({ environment, renew }: NodeSearchOptions): NodeSearch {
  let isSearching = false;
  let isMoving = false;
  let waitMs = FIRST_WAIT_MS;
  /** Which round is under way; what an earlier one learns is void. */
  let round = 0;
  let cancel = () => {};

  const end = () => {
    round += 1;
    cancel();
    isMoving = false;
  };

  const lookLater = () => {
    cancel = environment.after(waitMs * (0.5 + environment.random()), () => void look());
    waitMs = Math.min(WAIT_MAX_MS, waitMs * WAIT_GROWTH);
  };

  const look = async () => {
    const mine = round;
    const isOtherReady = await isAnyReady(environment);
    if (mine !== round) return;
    if (!isOtherReady) return lookLater();
    isMoving = true;
    renew();
    cancel = environment.after(MOVE_MS, () => {
      isMoving = false;
      lookLater();
    });
  };

  return {
    told: (isStoring) => {
      if (!isStoring && isSearching) return;
      end();
      isSearching = !isStoring;
      waitMs = FIRST_WAIT_MS;
      if (isSearching) lookLater();
    },
    stop: () => {
      end();
      isSearching = false;
    },
    demand: () => (isMoving ? { needsStore: true } : {}),
  };
}

async function isAnyReady({ isAnyNodeReady }: Pick<Environment, 'isAnyNodeReady'>): Promise<boolean> {
  for (let asked = 0; asked < QUESTIONS; asked++) if (await isAnyNodeReady()) return true;
  return false;
}
