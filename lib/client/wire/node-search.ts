import type { Handshake } from '@/lib/chat/events/handshake';
import type { Environment } from '@/lib/client/environment/environment';

/** Looks for a node that can store while the page's own node cannot. */
export interface NodeSearch {
  /** Takes what the node says of itself. */
  told(isStoring: boolean): void;
  /** There is no node to leave any more. */
  stop(): void;
  /** What a connection that is opened now demands of a node. */
  demand(): Pick<Handshake, 'needsStore'>;
}

interface NodeSearchOptions {
  readonly environment: Pick<Environment, 'after' | 'random' | 'isAnyNodeReady'>;
  /** Moves to another connection if a node accepts it, without anybody noticing. */
  readonly renew: () => void;
}

/** Each page draws its own moment, so that those of one node do not leave together. Most pauses of a store are over by then. */
const FIRST_WAIT_MS = 1_000;
/** While the store is away for everybody, each page asks less and less often. */
const WAIT_MAX_MS = 60_000;
const WAIT_GROWTH = 2;

/** A load balancer without health checks takes the nodes in turn, so several questions reach several nodes. */
const QUESTIONS = 3;

/** How long the move may take before any node will do again. */
const MOVE_MS = 6_000;

/**
 * Leaves a node only after some node says that it can store, and only for such a node: while the store is away for everybody,
 * everybody stays where they are.
 */
export function createNodeSearch({ environment, renew }: NodeSearchOptions): NodeSearch {
  let isSearching = false;
  let isMoving = false;
  let waitMs = FIRST_WAIT_MS;
  /** The current round; what an earlier one learns is void. */
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
